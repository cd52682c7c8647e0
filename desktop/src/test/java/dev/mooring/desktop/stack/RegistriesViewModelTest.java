package dev.mooring.desktop.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.problem.Problem;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.Drift;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which registries a context shows, and which of them is in view.
final class RegistriesViewModelTest {
  private static final StackOptions DEFAULT = StackOptions.defaults();
  private static final StackOptions TEAM = DEFAULT.named("team-a");

  @TempDir Path home;
  private final List<StackOptions> installed = new CopyOnWriteArrayList<>();
  private final List<Problem> refused = new CopyOnWriteArrayList<>();
  private final Set<String> known = new ConcurrentSkipListSet<>();
  private final SeenNames names =
      new SeenNames() {
        @Override
        public void put(List<String> seen) {
          known.addAll(seen);
        }

        @Override
        public void remove(String name) {
          known.remove(name);
        }
      };
  private final Jobs reads = new Jobs();
  private final Ui ui = new DirectUi();
  private final RegistryForwards forwards =
      new RegistryForwards(null, null, null, LocalUsers.owner());
  private SettingsFile settings;
  private RegistriesViewModel model;

  @BeforeEach
  void open() {
    settings = SettingsFile.startingWith(Settings.defaults(), home.resolve("settings.json"));
    Stack stack = stack();
    model =
        new RegistriesViewModel(
            stack,
            DEFAULT,
            options ->
                new StackViewModel(
                    options,
                    stack,
                    new ConnectionViewModel(
                        forwards,
                        new KeptRegistries("lab", forwards, settings),
                        reads,
                        settings,
                        ui),
                    new StackWork(),
                    reads,
                    reads,
                    settings,
                    ui),
            ignored -> {},
            names,
            reads,
            ui);
  }

  @AfterEach
  void close() {
    reads.close();
    model.close();
    forwards.close();
    settings.close();
  }

  private Stack stack() {
    return (Stack)
        Proxy.newProxyInstance(
            Stack.class.getClassLoader(),
            new Class<?>[] {Stack.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "installed" -> List.copyOf(installed);
                  case "status" -> {
                    StackOptions asked = (StackOptions) arguments[0];
                    boolean there = installed.contains(asked);
                    yield new StackStatus(there, "", there, List.of(), "", asked);
                  }
                  case "locate" ->
                      ((StackOptions) arguments[2])
                          .named(((Optional<?>) arguments[0]).orElseThrow().toString());
                  case "onUnclaimedPort" -> ((StackOptions) arguments[0]).withNodePort(5002);
                  case "examine", "writers", "builders" -> List.of();
                  case "drift" -> new Drift(new Plan(List.of(), List.of()), Map.of(), 0, 0, 0);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
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

  private List<String> names() {
    return model.all().stream().map(StackViewModel::name).toList();
  }

  private void untilNamed(String... names) {
    await().until(() -> names().equals(List.of(names)));
  }

  @Test
  void shellsCompleteTheNamesOfThoseThatAreInstalled() {
    known.add("company");
    installed.addAll(List.of(DEFAULT, TEAM));
    model.look();
    untilNamed("kube-registry", "team-a");
    assertEquals(Set.of("company", "kube-registry", "team-a"), known);
    installed.remove(TEAM);
    model.look();
    await().until(() -> known.equals(Set.of("company", "kube-registry")));
  }

  @Test
  void theDefaultOneIsAlwaysThereAndOthersWhileTheyAreInstalled() {
    assertEquals(List.of("kube-registry"), names());
    installed.add(TEAM);
    model.look();
    untilNamed("kube-registry", "team-a");
    await().until(() -> model.all().getLast().installed().get());
    model.choose(model.all().getLast());
    installed.clear();
    model.chosen().get().refresh();
    untilNamed("kube-registry");
    assertEquals(model.first(), model.chosen().get());
  }

  @Test
  void oneThatIsWantedStaysInViewUntilItIsForgotten() {
    model.add("team-b", "", () -> {}, refused::add);
    untilNamed("kube-registry", "team-b");
    await().until(() -> model.chosen().get().name().equals("team-b"));
    assertEquals(5002, model.chosen().get().nodePort());
    await().until(() -> model.chosen().get().status().value() != null);
    model.look();
    assertEquals("team-b", model.chosen().get().name());
    model.forgetting(model.chosen().get()).orElseThrow().run();
    untilNamed("kube-registry");
    assertEquals(List.of(), refused);
  }

  @Test
  void aFurtherOneHasNeitherTheHostsNorTheIngressNorTheArchivesOfTheDefaultOne() {
    model
        .first()
        .use(
            DEFAULT
                .withImageRegistry("mirror.corp.example")
                .withAdditions(
                    Additions.NONE.withEgress(List.of("github.com")).withArchives("10Gi")));
    model.add("team-b", "", () -> {}, refused::add);
    await().until(() -> model.chosen().get().name().equals("team-b"));
    StackOptions options = model.chosen().get().currentOptions();
    assertEquals(Additions.NONE, options.additions());
    assertEquals("mirror.corp.example", options.imageRegistry());
  }
}
