package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.exchange.Exported;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.config.BuildSetup;
import dev.mooring.stack.config.BuildTool;
import dev.mooring.stack.config.Configuration;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// Configuration of the programs that build images.
@Command(name = "config")
final class ConfigCommand extends RegistryCommand {
  @Parameters(paramLabel = "TOOL", converter = Tools.class, completionCandidates = Tools.class)
  BuildTool tool = BuildTool.KANIKO;

  @Option(names = "--repository", paramLabel = "REPOSITORY")
  @Nullable String repository;

  @Option(names = "--service-account", paramLabel = "NAME")
  @Nullable String account;

  @Option(names = "--output-file", paramLabel = "FILE")
  @Nullable Path file;

  /// The tools by their names on the command line.
  static final class Tools implements ITypeConverter<BuildTool>, Iterable<String> {
    @Override
    public BuildTool convert(String value) {
      return BuildTool.of(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      Messages.of("no-such-tool", value, String.join(", ", words()))));
    }

    @Override
    public Iterator<String> iterator() {
      return words().iterator();
    }

    private static List<String> words() {
      return Arrays.stream(BuildTool.values()).map(BuildTool::word).toList();
    }
  }

  ConfigCommand(Opening opening) {
    super(opening);
  }

  /// The namespace asked for is the builder's.
  @Override
  Optional<String> home() {
    return Optional.empty();
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions options = tool.onNodes() ? intended(workspace) : inForce(workspace);
    BuildSetup setup =
        BuildSetup.choose(
            options,
            builders(workspace, options),
            Optional.ofNullable(repository),
            Optional.ofNullable(namespace),
            Optional.ofNullable(account));
    String text = Configuration.of(tool, setup);
    if (file != null) {
      new Exported(text, List.of()).writeTo(file, false);
    }
    if (json()) {
      output().json(json(setup, text));
      return 0;
    }
    if (tool.inCluster() && !setup.allowed()) {
      output()
          .note(Messages.of("it-cannot-push-yet", setup.account(), setup.prefix(), again(options)));
    }
    if (file == null) {
      output().text(text);
    } else {
      output().line(Messages.of("holds-the-configuration", file, tool.title()));
    }
    return 0;
  }

  /// Who may not see them configures by what is said.
  private static List<Builder> builders(Workspace workspace, StackOptions options)
      throws InterruptedException {
    try {
      return workspace.stack().builders(options).stream().map(BuilderAccess::builder).toList();
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      return List.of();
    }
  }

  private Map<String, Object> json(BuildSetup setup, String text) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tool", tool.word());
    json.put("image", setup.image());
    if (tool.inCluster()) {
      json.put("namespace", setup.account().namespace());
      json.put("account", setup.account().name());
      json.put("allowed", setup.allowed());
    }
    if (file == null) {
      json.put("text", text);
    } else {
      json.put("file", file.toString());
    }
    return json;
  }
}
