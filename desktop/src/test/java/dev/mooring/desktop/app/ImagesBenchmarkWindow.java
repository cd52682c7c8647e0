package dev.mooring.desktop.app;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.registry.TagRow;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.settings.SettingsFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;

/// The window of [ImagesBenchmark], in a process of its own.
public final class ImagesBenchmarkWindow extends Application {
  private static final int FRAMES = 200;

  private Scene scene;

  @Override
  public void start(Stage stage) {
    List<String> arguments = getParameters().getRaw();
    SettingsFile settings = SettingsFile.open(Path.of(arguments.get(1)));
    Workspaces workspaces =
        new Workspaces(new FabricKubeconfig(List.of(Path.of(arguments.get(0)))), Composition::over);
    MooringWindow window =
        MooringWindow.show(
            stage,
            workspaces,
            settings,
            List::of,
            new MooringWindow.Around(() -> true, () -> {}, SeenNames.forgotten()));
    scene = stage.getScene();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                run(window, workspaces);
                System.exit(0);
              } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
              }
            });
  }

  private void run(MooringWindow window, Workspaces workspaces) throws Exception {
    waitFor(() -> !workspaces.all().get().isEmpty());
    waitFor(() -> !workspaces.all().get().getFirst().mesh().all().get().isEmpty());
    waitFor(
        () ->
            workspaces.all().get().getFirst().mesh().all().get().stream()
                .anyMatch(each -> each.state().get() instanceof ConnectionState.Connected));
    System.out.printf("figure: %d MiB resident before the page%n", resident());
    // As long as a person takes to press the page's name after that; without, both start at once.
    Thread.sleep(Long.parseLong(getParameters().getRaw().get(2)));
    long opened = System.nanoTime();
    onFx(
        () -> {
          window.go(Place.IMAGES);
          System.out.printf("figure: page built within %d ms%n", since(opened));
        });
    waitFor(() -> list() != null && list().getItems().size() > 10);
    System.out.printf("figure: repositories %d ms after the page%n", since(opened));
    waitFor(() -> tags() != null && !tags().getItems().isEmpty());
    System.out.printf("figure: names of tags %d ms after the page%n", since(opened));
    waitFor(() -> tags() != null && tags().getItems().stream().anyMatch(TagRow::isRead));
    System.out.printf("figure: first rows %d ms after the page%n", since(opened));
    waitFor(() -> tags().getItems().size() >= 2_000);
    System.out.printf(
        "figure: %d lines of repositories, %d tags, after %d ms%n",
        list().getItems().size(), tags().getItems().size(), since(opened));
    if (!Boolean.parseBoolean(getParameters().getRaw().get(3))) {
      return;
    }
    figures("tags, 5 rows a frame", i -> tags().scrollTo(i * 5 % 2_000));
    figures("repositories, 5 lines a frame", i -> list().scrollTo(i * 5 % 2_000));
    TextField filter = (TextField) scene.lookup("#filter");
    figures(
        "typing in the filter of repositories",
        i -> filter.setText(i % 8 == 7 ? "" : "service-0".substring(0, i % 8 + 1)));
    onFx(() -> filter.setText(""));
    // What the toolkit and the compilers took for a moment is given back each minute.
    Thread.sleep(65_000);
    System.out.printf("figure: %d MiB resident, a minute later%n", resident());
  }

  /// One step a frame; how long each frame took, and how much of it was work of the window.
  private void figures(String what, IntConsumer step) throws InterruptedException {
    List<Long> gaps = new ArrayList<>();
    List<Long> works = new ArrayList<>();
    AnimationTimer timer =
        new AnimationTimer() {
          private long before;
          private long used;
          private int frame;

          @Override
          public void handle(long now) {
            long wall = System.nanoTime();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            if (frame > 20) {
              gaps.add(wall - before);
              works.add(cpu - used);
            }
            before = wall;
            used = cpu;
            if (frame++ < FRAMES) {
              step.accept(frame);
            } else {
              stop();
            }
          }
        };
    onFx(timer::start);
    waitFor(() -> works.size() >= FRAMES - 20);
    System.out.printf(
        "figure: %s: frames of %d ms at most, 95 of 100 within %d ms; work %d ms at most, 95 of 100"
            + " within %d ms; load %.1f%n",
        what,
        at(gaps, 1),
        at(gaps, 0.95),
        at(works, 1),
        at(works, 0.95),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static long at(List<Long> all, double share) {
    List<Long> sorted = all.stream().sorted().toList();
    return sorted.get((int) Math.round((sorted.size() - 1) * share)) / 1_000_000;
  }

  @SuppressWarnings("unchecked")
  private TableView<TagRow> tags() {
    return (TableView<TagRow>) scene.lookup("#tags");
  }

  private ListView<?> list() {
    return (ListView<?>) scene.lookup("#repositories");
  }

  private static long since(long then) {
    return (System.nanoTime() - then) / 1_000_000;
  }

  private static void onFx(Runnable work) {
    Platform.runLater(work);
  }

  private static void waitFor(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 120_000_000_000L;
    while (!FxTest.onFx(condition::getAsBoolean)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it takes too long");
      }
      Thread.sleep(10);
    }
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/smaps_rollup")).stream()
            .filter(each -> each.startsWith("Rss:"))
            .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
            .sum()
        / 1024;
  }
}
