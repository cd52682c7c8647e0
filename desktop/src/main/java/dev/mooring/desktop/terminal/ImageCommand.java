package dev.mooring.desktop.terminal;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What looks into one image, wherever it is.
@Command(name = "image", synopsisSubcommandLabel = "COMMAND")
final class ImageCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  /// With all that belongs to it.
  static CommandLine commandLine(Opening opening) {
    CommandLine image = new CommandLine(new ImageCommand());
    image.addSubcommand(new ImageShowCommand(opening));
    image.addSubcommand(new ImageHistoryCommand(opening));
    image.addSubcommand(new ImageLayersCommand(opening));
    image.addSubcommand(new ImageFilesCommand(opening));
    image.addSubcommand(new ImageCatCommand(opening));
    image.addSubcommand(new ImageExtractCommand(opening));
    image.addSubcommand(new ImageAttachedCommand(opening));
    image.addSubcommand(new ImageSbomCommand(opening));
    image.addSubcommand(new ImageFindingsCommand(opening));
    image.addSubcommand(new ImageVerifyCommand(opening));
    image.addSubcommand(new ImageDiffCommand(opening));
    return image;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), Messages.of("missing-command"));
  }
}
