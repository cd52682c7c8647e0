package dev.mooring.desktop.terminal;

import dev.mooring.forward.LocalUsers;
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
import picocli.CommandLine.Parameters;

@Command(name = "settings")
final class SettingsCommand implements Callable<Integer> {
  private final Opening opening;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  @Nullable String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE")
  @Nullable String value;

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
    Map<String, String> all = all(opening.settings().get());
    if (name == null) {
      all.forEach((key, each) -> opening.output().line(key + " = " + each));
    } else if (all.containsKey(name)) {
      opening.output().line(name + " = " + all.get(name));
    } else {
      throw unknown(name);
    }
    return 0;
  }

  private static Map<String, String> all(Settings settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("registryImage", settings.registryImage());
    all.put("debugImage", settings.debugImage());
    all.put("localPort", String.valueOf(settings.localPort()));
    all.put("startAtLogin", String.valueOf(settings.startAtLogin()));
    all.put(LocalUsers.SETTING, String.valueOf(settings.allowUnknownLocalUsers()));
    return all;
  }

  private static Settings with(Settings now, String key, String next) {
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

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new Problem(
              Code.INVALID_PORT,
              Messages.of("not-a-port", text),
              Messages.of("a-port-is-a-number-up"),
              new Remedy.Advice("Example: 5001"))
          .raise();
    }
    return Integer.parseInt(text);
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
