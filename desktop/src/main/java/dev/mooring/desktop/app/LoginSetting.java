package dev.mooring.desktop.app;

import dev.mooring.job.Subscription;
import dev.mooring.platform.LoginStart;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Does what the window's checkbox says about starting at login, and takes it back where that
/// fails. Never at start: who switched it off in the system's own settings meant it.
final class LoginSetting {
  private LoginSetting() {}

  /// @param failed told on a background thread
  static Subscription follow(SettingsFile settings, Consumer<Problem> failed) {
    AtomicBoolean done = new AtomicBoolean(settings.settings().get().startAtLogin());
    return settings
        .settings()
        .subscribe(
            now -> {
              if (done.getAndSet(now.startAtLogin()) != now.startAtLogin()) {
                Thread.ofVirtual()
                    .name("login-start")
                    .start(() -> apply(settings, now, done, failed));
              }
            });
  }

  private static void apply(
      SettingsFile settings, Settings wanted, AtomicBoolean done, Consumer<Problem> failed) {
    try {
      LoginStart start = LoginStart.ofUser();
      if (wanted.startAtLogin()) {
        start.turnOn();
      } else {
        start.turnOff();
      }
    } catch (MooringException e) {
      done.set(!wanted.startAtLogin());
      settings.update(s -> s.withStartAtLogin(!wanted.startAtLogin()));
      failed.accept(e.problem());
    }
  }
}
