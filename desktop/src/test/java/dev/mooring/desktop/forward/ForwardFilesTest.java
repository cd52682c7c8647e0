package dev.mooring.desktop.forward;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForwardFilesTest {
  @TempDir Path home;

  private static Context context(String name, String namespace) {
    return new Context(name, name, "me", "https://127.0.0.1:1", namespace, false);
  }

  @Test
  void anEntryWithoutANamespaceGetsThatOfItsOwnContext() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("kftray.json"),
            """
            [{"alias": "here", "workload_type": "service", "namespace": "", "service": "a", "local_port": 0, "remote_port": 80},
             {"alias": "there", "workload_type": "service", "namespace": "", "service": "a", "local_port": 0, "remote_port": 80, "context": "other"},
             {"alias": "gone", "workload_type": "service", "namespace": "", "service": "a", "local_port": 0, "remote_port": 80, "context": "unknown"}]
            """);
    Context lab = context("lab", "dev");
    try (SettingsFile settings =
            SettingsFile.startingWith(Settings.defaults(), home.resolve("settings.json"));
        Jobs jobs = new Jobs();
        Jobs reads = new Jobs()) {
      ForwardFiles files =
          new ForwardFiles(
              lab,
              () -> List.of(lab, context("other", "team")),
              settings,
              jobs,
              reads,
              new DirectUi());
      files.read(file);
      await().until(() -> files.found().value() != null);

      assertEquals(
          List.of("here lab/dev", "there other/team", "gone unknown/default"),
          files.found().value().forwards().stream()
              .map(
                  each ->
                      each.spec().name()
                          + " "
                          + each.context()
                          + "/"
                          + each.spec().target().namespace())
              .toList());
    }
  }

  private static final class DirectUi implements Ui {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return target::accept;
    }
  }
}
