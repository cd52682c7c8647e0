package dev.mooring.desktop.registry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.source.ImageSources;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.document.Documents;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.NewRegistry;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.OutsideRegistries.Outside;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registries outside of a cluster as the window lists and changes them.
final class OutsideViewModelTest {
  private static final NamedRegistry COMPANY =
      new NamedRegistry("company", RegistryAddress.parse("registry.example", "PEM"));
  private static final Outside ANNOUNCED =
      new Outside("", RegistryAddress.parse("localhost:5001", ""));

  @TempDir Path home;
  private final Jobs reads = new Jobs();
  private final List<OutsideViewModel.Added> added = new CopyOnWriteArrayList<>();
  private final List<Problem> refused = new CopyOnWriteArrayList<>();
  private OddRegistry registry;
  private SettingsFile settings;

  @BeforeEach
  void open() throws Exception {
    registry = new OddRegistry();
    settings =
        SettingsFile.startingWith(
            NamedRegistries.with(Settings.defaults(), COMPANY), home.resolve("settings.json"));
  }

  @AfterEach
  void close() {
    reads.close();
    settings.close();
    registry.close();
  }

  private OutsideViewModel model(Supplier<Optional<KubeObject>> announced) {
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, arguments) -> {
                  assertEquals("get", method.getName());
                  return announced.get();
                });
    return new OutsideViewModel(cluster, settings, SeenNames.forgotten(), reads, new DirectUi());
  }

  private static Optional<KubeObject> announcement() {
    return Optional.of(
        new KubeObject(
            Documents.yaml(
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: local-registry-hosting, namespace: kube-public}
                    data:
                      localRegistryHosting.v1: |
                        host: "localhost:5001"
                    """,
                    "the test's ConfigMap")
                .getFirst()));
  }

  private static Outside outside(NamedRegistry registry) {
    return new Outside(registry.name(), registry.place());
  }

  private String host() {
    return registry.uri().getRawAuthority();
  }

  private static void awaitList(OutsideViewModel model, Outside... expected) {
    await().until(() -> List.of(expected).equals(model.list().value()));
  }

  @Test
  void addedOnesAreListedWithTheOneThatTheClusterAnnounces() {
    OutsideViewModel model = model(OutsideViewModelTest::announcement);
    model.read();
    awaitList(model, outside(COMPANY), ANNOUNCED);
  }

  @Test
  void addedOnesStayInViewWhereTheClusterCannotBeAsked() {
    OutsideViewModel model =
        model(
            () -> {
              throw new Problem(Code.GENERAL, "no answer", "it is down", Remedy.none()).raise();
            });
    model.read();
    await().until(() -> model.list().failure().isPresent());
    assertEquals(List.of(outside(COMPANY)), model.list().value());
  }

  @Test
  void oneThatAnswersIsAddedAndOneOfItsNameIsToldOf() {
    OutsideViewModel model = model(Optional::empty);
    model.add(new NewRegistry("company", host(), ""), added::add, refused::add);
    await().until(() -> !added.isEmpty() || !refused.isEmpty());
    assertEquals(List.of(), refused);
    NamedRegistry now = new NamedRegistry("company", RegistryAddress.parse(host(), ""));
    assertEquals(
        List.of(new OutsideViewModel.Added(now, Optional.of(COMPANY))), List.copyOf(added));
    assertEquals(List.of(now), NamedRegistries.all(settings.settings().get()));
    awaitList(model, outside(now));
    await().until(() -> !model.adding().get());
    model.put(COMPANY);
    assertEquals(List.of(COMPANY), NamedRegistries.all(settings.settings().get()));
  }

  @Test
  void whatIsNoRegistryIsRefusedAndNothingIsSaved() throws Exception {
    OutsideViewModel model = model(Optional::empty);
    Path text = Files.writeString(home.resolve("ca.pem"), "no certificate");
    List<NewRegistry> asked =
        List.of(
            new NewRegistry("other", "localhost:1", ""),
            new NewRegistry("other", "http://registry.example", ""),
            new NewRegistry("Not_A_Name", host(), ""),
            new NewRegistry("kube-registry", host(), ""),
            new NewRegistry("other", host(), home.resolve("none.pem").toString()),
            new NewRegistry("other", host(), "a\0b"),
            new NewRegistry("other", host(), text.toString()));
    for (NewRegistry each : asked) {
      refused.clear();
      model.add(each, added::add, refused::add);
      await().until(() -> !added.isEmpty() || !refused.isEmpty());
      assertEquals(List.of(), added, each::toString);
      await().until(() -> !model.adding().get());
    }
    assertEquals(List.of(COMPANY), NamedRegistries.all(settings.settings().get()));
  }

  @Test
  void aRemovedOneIsGoneAtOnceAndComesBackAsItWas() {
    OutsideViewModel model = model(OutsideViewModelTest::announcement);
    model.read();
    awaitList(model, outside(COMPANY), ANNOUNCED);
    model.remove(COMPANY);
    assertEquals(List.of(ANNOUNCED), model.list().value());
    assertEquals(List.of(), NamedRegistries.all(settings.settings().get()));
    model.put(COMPANY);
    awaitList(model, outside(COMPANY), ANNOUNCED);
  }

  @Test
  void theNameOfAnAddedRegistryStandsForItsHostInTheSourceOfAMirror() {
    ImageMirrors mirrors =
        new ImageMirrors(
            new ImageSources(List::of, Optional.empty(), () -> settings.settings().get()),
            () -> null,
            () -> {},
            reads,
            new DirectUi());
    OutsideRegistries.Source source = mirrors.source("company/team/app:1");
    assertEquals("registry.example/team/app:1", source.image().toString());
    assertEquals(Optional.of(COMPANY.place()), source.place());
    assertEquals("team/app:1", mirrors.suggestedName("company/team/app:1"));
    assertEquals(
        "docker.io/unknown/team/app:1", mirrors.source("unknown/team/app:1").image().toString());
    assertFalse(mirrors.source("unknown/team/app:1").place().isPresent());
    assertNotNull(mirrors.source("registry.example/app").place().orElse(null));
  }

  private static final class DirectUi implements Ui {
    @Override
    public void execute(Runnable work) {
      work.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return target::accept;
    }
  }
}
