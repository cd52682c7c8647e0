package dev.mooring.desktop.terminal;

import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.platform.LoginStart;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(name = "settings")
final class SettingsCommand implements Callable<Integer> {
  private final Opening opening;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  @Nullable String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE")
  @Nullable String value;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  @Spec CommandSpec command = CommandSpec.create();

  SettingsCommand(Opening opening) {
    this.opening = opening;
  }

  @Override
  public Integer call() {
    if (name != null && value != null) {
      String key = name;
      String next = value;
      Settings changed = with(opening.settings().get(), key, next);
      if (key.equals("startAtLogin")) {
        // First, so that the setting never promises what the system does not know.
        startAtLogin(changed.startAtLogin());
      }
      opening.change(now -> with(now, key, next));
    }
    print(shown(all(opening.settings().get())));
    return 0;
  }

  /// All of them, or the one that was named.
  private Map<String, Object> shown(Map<String, Object> all) {
    String key = name;
    if (key == null) {
      return all;
    }
    Object value = all.get(key);
    if (value == null) {
      throw unknown(key);
    }
    return Map.of(key, value);
  }

  private void print(Map<String, Object> settings) {
    if (format == Format.JSON) {
      opening.output().json(settings);
    } else {
      settings.forEach((key, each) -> opening.output().line(key + " = " + each));
    }
  }

  private static Map<String, Object> all(Settings settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("registryImage", settings.registryImage());
    all.put("debugImage", settings.debugImage());
    all.put("localPort", settings.localPort());
    all.put("startAtLogin", settings.startAtLogin());
    all.put(LocalUsers.SETTING, settings.allowUnknownLocalUsers());
    return all;
  }

  private Settings with(Settings now, String key, String next) {
    return switch (key) {
      case "registryImage" -> now.withRegistryImage(next);
      case "debugImage" -> now.withDebugImage(next);
      case "localPort" -> now.withLocalPort(port(next));
      case "startAtLogin" -> now.withStartAtLogin(truth(next));
      case LocalUsers.SETTING -> now.withAllowUnknownLocalUsers(truth(next));
      default -> throw unknown(key);
    };
  }

  private static void startAtLogin(boolean on) {
    LoginStart start = LoginStart.ofUser();
    if (on) {
      start.turnOn();
    } else {
      start.turnOff();
    }
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new Problem(
                  Code.INVALID_VALUE,
                  Messages.of("neither-true-nor-false", text),
                  Messages.of("it-is-on-or-off"),
                  new Remedy.Advice(Messages.of("use-true-or-false")))
              .raise();
    };
  }

  private int port(String text) {
    try {
      return new Port.Local().convert(text);
    } catch (TypeConversionException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static RuntimeException unknown(String key) {
    return new Problem(
            Code.INVALID_NAME,
            Messages.of("there-is-no-setting", key),
            Messages.of("it-cannot-be-changed-from-here"),
            new Remedy.Command(Messages.of("see-the-settings-the-window-has"), "mooring settings"))
        .raise();
  }
}
