package dev.mooring.desktop.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Jobs;
import dev.mooring.job.Observed;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.Drift;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackViewModelTest {
  @TempDir Path home;

  private final Jobs jobs = new Jobs();
  private final Jobs reads = new Jobs();
  private final StackWork ongoing = new StackWork();
  private final RegistryForwards registries =
      new RegistryForwards(null, null, null, LocalUsers.owner());
  private final CountDownLatch installing = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger port = new AtomicInteger(-1);
  private volatile boolean installed;
  private volatile boolean unready;
  private volatile Drift drift = new Drift(new Plan(List.of(), List.of()), Map.of(), 0, 0, 0);
  private volatile @Nullable StackOptions recorded;
  private volatile @Nullable StackOptions used;
  private SettingsFile settings;

  @BeforeEach
  void open() {
    settings = SettingsFile.startingWith(Settings.defaults(), home.resolve("settings.json"));
  }

  @AfterEach
  void close() {
    mayEnd.countDown();
    jobs.close();
    reads.close();
    registries.close();
    settings.close();
  }

  /// A stack whose install takes until it may end.
  private Stack stack() {
    return (Stack)
        Proxy.newProxyInstance(
            Stack.class.getClassLoader(),
            new Class<?>[] {Stack.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "status" -> {
                    asked.incrementAndGet();
                    yield new StackStatus(
                        installed,
                        "registry:3",
                        installed && !unready,
                        List.of(),
                        "",
                        inForce((StackOptions) arguments[0]));
                  }
                  case "examine" -> {
                    port.set((int) arguments[1]);
                    yield List.of();
                  }
                  case "writers", "builders" -> List.of();
                  case "inForce" -> inForce((StackOptions) arguments[0]);
                  case "planUninstall" ->
                      new Plan(
                          List.of(
                              new Plan.Step(
                                  Plan.Action.REMOVE,
                                  "Namespace kube-registry",
                                  List.of(),
                                  List.of(),
                                  "")),
                          List.of());
                  case "drift" -> drift;
                  case "installProven", "installProvenOnFreePort" -> {
                    installing.countDown();
                    assertTrue(mayEnd.await(30, TimeUnit.SECONDS));
                    installed = true;
                    used = (StackOptions) arguments[0];
                    recorded = used;
                    yield new Stack.Proven(
                        new Stack.Installation(1, 0, 0, 0, used), Proven.everywhere());
                  }
                  case "verify" -> {
                    if (!installed) {
                      throw new Problem(
                              Code.GENERAL, "Can't verify", "there is none", new Remedy.Advice(""))
                          .raise();
                    }
                    yield Proven.everywhere();
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private StackOptions inForce(StackOptions otherwise) {
    StackOptions kept = recorded;
    return kept == null ? otherwise : kept;
  }

  private StackViewModel model() {
    Ui ui = new DirectUi();
    return new StackViewModel(
        StackViewModel.usual(settings),
        stack(),
        new ConnectionViewModel(
            registries, new KeptRegistries("lab", registries, settings), jobs, settings, ui),
        ongoing,
        jobs,
        reads,
        settings,
        ui);
  }

  private static final class DirectUi implements Ui {
    @Override
    public synchronized void execute(Runnable task) {
      task.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return value -> execute(() -> target.accept(value));
    }
  }

  @Test
  void anInstallThatRunsIsFoundWhenItsContextIsShownAgain() throws Exception {
    StackViewModel first = model();
    first.jobs().install();
    assertTrue(installing.await(10, TimeUnit.SECONDS));
    first.close();

    StackViewModel again = model();
    assertTrue(again.working(), "the install goes on");
    again.jobs().install();
    assertEquals(1, jobs.all().get().size(), "and is not started twice");
    mayEnd.countDown();
    await().until(() -> !again.working());
    await().until(() -> again.verification().get() != null);
    assertNull(again.work().get());
  }

  @Test
  void aProofThatCameWhileAnotherContextWasShownIsNotLost() {
    installed = true;
    StackViewModel first = model();
    first.jobs().verify();
    first.close();
    await().until(() -> ongoing.now().get().proof() != null);
    assertNotNull(model().verification().get());
  }

  @Test
  void aFailureForWantOfARegistryGoesWhenThereIsOne() {
    StackViewModel model = model();
    model.refresh();
    await().until(() -> model.status().value() != null);
    model.jobs().verify();
    await().until(() -> model.work().get() != null && model.work().get().state().ended());
    await().until(() -> asked.get() >= 2);
    installed = true;
    model.refresh();
    await().until(() -> model.work().get() == null);
  }

  @Test
  void aFailureToConnectGoesWhenTheRegistryIsProven() {
    StackViewModel model = model();
    Observed<ConnectionState> state = registries.to(model.options().get().location()).state();
    state.set(
        new ConnectionState.Failed(
            new Problem(
                Code.GENERAL,
                "Namespace kube-registry has no registry",
                "there is none",
                new Remedy.Advice(""))));
    assertInstanceOf(ConnectionState.Failed.class, model.connection().state().get());
    installed = true;
    model.jobs().verify();
    await().until(() -> model.connection().state().get() instanceof ConnectionState.Disconnected);
  }

  @Test
  void thePreflightLooksAtThePortThatIsConfigured() {
    settings.update(s -> s.withLocalPort(5055));
    model().examine();
    await().until(() -> port.get() == 5055);
  }

  @Test
  void whatWasChosenAtTheInstallIsShownAndUsedAgain() {
    recorded = StackOptions.defaults().withNodePort(5005).withEntrance(EntranceMode.NODE);
    StackViewModel model = model();
    model.refresh();
    await().until(() -> model.options().get().equals(recorded));

    mayEnd.countDown();
    model.jobs().install();
    await().until(() -> used != null);
    assertEquals(5005, used.nodePort());
  }

  @Test
  void aChangeWinsOverWhatIsRecordedUntilItIsInstalled() {
    recorded = StackOptions.defaults().withNodePort(5005);
    StackViewModel model = model();
    model.use(model.options().get().withStorageSize("5Gi"));
    StackOptions both = StackOptions.defaults().withNodePort(5005).withStorageSize("5Gi");
    await().until(() -> model.options().get().equals(both));

    mayEnd.countDown();
    model.jobs().install();
    await().until(() -> model.verification().get() != null && !model.working());
    assertEquals(both, used);
    recorded = both.withStorageSize("7Gi");
    model.refresh();
    await().until(() -> model.options().get().storageSize().equals("7Gi"));
  }

  @Test
  void anInstallBeforeTheRecordIsReadGoesByItToo() {
    recorded = StackOptions.defaults().withNodePort(5005);
    mayEnd.countDown();
    StackViewModel model = model();
    model.jobs().install();
    await().until(() -> used != null);
    assertEquals(5005, used.nodePort());
  }

  @Test
  void whatOthersChangedIsKnownAndRepairedToWhatIsRecorded() {
    installed = true;
    mayEnd.countDown();
    recorded = StackOptions.defaults().withNodePort(5003);
    drift = new Drift(new Plan(List.of(), List.of()), Map.of("kubectl-edit", 2), 0, 0, 0);
    try (StackViewModel model = model()) {
      model.refresh();
      await().until(() -> model.drift().value() != null);
      assertTrue(model.drift().value().changed());
      drift = new Drift(new Plan(List.of(), List.of()), Map.of(), 0, 0, 0);
      model.jobs().repair();
      await().until(() -> !model.drift().value().changed());
      assertEquals(5003, used.nodePort());
    }
  }

  @Test
  void aCancelledInstallSaysWhatStandsUntilSomethingIsDoneAboutIt() throws Exception {
    StackViewModel first = model();
    first.jobs().install();
    assertTrue(installing.await(10, TimeUnit.SECONDS));
    jobs.all().get().getFirst().cancel();
    await().until(() -> first.left().get() != null);
    assertEquals("1 object is installed", first.left().get().problem().why());
    assertNull(first.work().get(), "a cancelled install has not failed");
    first.close();

    StackViewModel again = model();
    assertNotNull(again.left().get(), "whoever shows the context again is told as well");
    mayEnd.countDown();
    again.jobs().install();
    assertNull(again.left().get());
    await().until(() -> again.verification().get() != null);
    assertNull(again.left().get());
  }

  @Test
  void whatBecomesReadyAfterACancelledInstallIsShownSo() throws Exception {
    unready = true;
    installed = true;
    try (StackViewModel model = model()) {
      model.jobs().install();
      assertTrue(installing.await(10, TimeUnit.SECONDS));
      jobs.all().get().getFirst().cancel();
      await().until(() -> model.status().value() != null && model.left().get() != null);
      assertFalse(model.status().value().ready());
      unready = false;
      await().until(() -> model.status().value().ready());
      await().until(() -> model.left().get() == null);
    }
  }

  @Test
  void aCancelledInstallThatOthersCompletedIsOver() throws Exception {
    StackViewModel model = model();
    model.jobs().install();
    assertTrue(installing.await(10, TimeUnit.SECONDS));
    jobs.all().get().getFirst().cancel();
    await().until(() -> model.left().get() != null);
    installed = true;
    model.refresh();
    await().until(() -> model.left().get() == null);
  }

  /// What a verification finds where all is well.
  private static final class Proven {
    static Verification everywhere() {
      return new Verification(
          java.time.Instant.now(),
          List.of(new Verification.Pull("node-a", true, java.time.Duration.ofMillis(90), "")),
          List.of());
    }
  }
}
