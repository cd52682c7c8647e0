package dev.mooring.desktop.stack;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How this machine is connected to one of several registries.
final class ConnectionViewModelTest {
  private static final StackOptions TEAM = StackOptions.defaults().named("team-a");

  @TempDir Path home;
  private final RegistryForwards forwards =
      new RegistryForwards(null, null, new NoIdentities(), LocalUsers.owner());
  private final Jobs jobs = new Jobs();
  private final Backwards ui = new Backwards();

  @AfterEach
  void close() {
    jobs.close();
    forwards.close();
  }

  /// Frames promise nothing about the order of what different subscribers get; this one gives the
  /// newest subscriber its value first.
  private static final class Backwards implements Ui {
    private final Deque<Runnable> frame = new ArrayDeque<>();

    @Override
    public void execute(Runnable work) {
      work.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return value -> frame.push(() -> target.accept(value));
    }

    void draw() {
      while (!frame.isEmpty()) {
        frame.pop().run();
      }
    }
  }

  private static final class NoIdentities implements Identities {
    @Override
    public Identity get(ServiceAccount account) {
      throw new Problem(Code.API_FAILED, "no certificate", "this is a test", Remedy.none()).raise();
    }

    @Override
    public Identity renew(ServiceAccount account, Identity stale) {
      return get(account);
    }

    @Override
    public void close() {}
  }

  @Test
  void aFurtherRegistryIsNotShownAsTheDefaultOneStands() throws Exception {
    failToConnect(StackOptions.defaults());
    try (SettingsFile settings =
            SettingsFile.startingWith(Settings.defaults(), home.resolve("settings.json"));
        ConnectionViewModel model =
            new ConnectionViewModel(
                forwards, new KeptRegistries("lab", forwards, settings), jobs, settings, ui)) {
      model.at(TEAM);
      ui.draw();
      assertInstanceOf(ConnectionState.Disconnected.class, model.state().get());
    }
  }

  /// Any state will do that is not the one at first.
  private void failToConnect(StackOptions options) throws Exception {
    assertThrows(MooringException.class, () -> forwards.to(options.location()).connect(0));
    assertInstanceOf(ConnectionState.Failed.class, forwards.to(options.location()).state().get());
  }
}
