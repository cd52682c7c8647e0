package dev.mooring.desktop.terminal;

import dev.mooring.registry.Platform;
import dev.mooring.registry.tree.ChosenImage;
import dev.mooring.registry.tree.ImageDescription;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What an image is and how it was built. No layer is read.
@Command(name = "show")
final class ImageShowCommand extends ImageQuery {
  @Parameters(paramLabel = "REF")
  String image = "";

  @Option(
      names = "--raw",
      paramLabel = "PART",
      converter = RawPart.Parser.class,
      completionCandidates = RawPart.Names.class)
  @Nullable RawPart raw;

  ImageShowCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    try (ImageOperand operand = open(image)) {
      if (raw == RawPart.INDEX) {
        output().raw(operand.chosen().named().bytes());
        return 0;
      }
      if (raw == RawPart.MANIFEST) {
        output().raw(operand.chosen().image().bytes());
        return 0;
      }
      ImageDescription description = describe(operand);
      if (raw == RawPart.CONFIG) {
        output().raw(description.configBytes());
      } else if (json()) {
        Map<String, Object> json = operand.json();
        json.putIfAbsent("platform", description.platform().toString());
        json.putAll(new ImageLabels(description).json());
        output().json(json);
      } else {
        print(operand, new ImageLabels(description));
      }
    }
    return 0;
  }

  private void print(ImageOperand operand, ImageLabels labels) {
    ImageDescription image = labels.image();
    output().line(operand.name());
    labels.lines(platform(operand.chosen(), image.platform())).forEach(output()::line);
    if (!image.steps().isEmpty()) {
      output().line(Messages.of("image-build"));
      labels.build().forEach(output()::line);
    }
    if (image.isHistoryOdd()) {
      output().note(Messages.of("history-is-odd"));
    }
  }

  private static String platform(ChosenImage chosen, Platform own) {
    if (chosen.platforms().size() > 1) {
      return Messages.of(
          "platform-of",
          chosen.platform().map(Platform::toString).orElse("-"),
          chosen.platforms().stream().map(Platform::toString).collect(Collectors.joining(", ")));
    }
    return own.os().isEmpty() ? "" : own.toString();
  }
}
