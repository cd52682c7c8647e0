package dev.mooring.desktop.app;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.terminal.Practice;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.platform.FreePorts;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.practice.Walk;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The practice cluster behind the command and the window. Nothing of it stays.
final class PracticeRun implements Practice {

  @Override
  public void walk(Consumer<String> lines) throws InterruptedException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Walk.run(cluster, lines);
    }
  }

  @Override
  public void window() throws InterruptedException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      cluster.runHello("default");
      with(
          cluster,
          (kubeconfig, workspaces, settings) ->
              DesktopRun.run(workspaces, () -> settings, DesktopStart.alone()));
    }
  }

  /// Runs something over a practice cluster with settings that nobody keeps.
  static void with(PracticeCluster cluster, Use use) throws InterruptedException {
    Path directory = temporary();
    Path sample = directory.resolve("hello.tar");
    try (SettingsFile settings =
        SettingsFile.startingWith(settings(), directory.resolve("settings.json"))) {
      PracticeCluster.writeSampleImage(sample);
      Kubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(directory)));
      try (Workspaces workspaces =
          new Workspaces(
              kubeconfig, over -> Composition.practice(over, directory.resolve("cache"), sample))) {
        use.on(kubeconfig, workspaces, settings);
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    } finally {
      delete(directory);
    }
  }

  /// The usual port may be the one of a registry in use.
  private static Settings settings() {
    Settings defaults = Settings.defaults();
    return FreePorts.isFree(defaults.localPort()) ? defaults : defaults.withLocalPort(0);
  }

  /// Runs something that finds the cluster by a kubeconfig file, in a folder that goes afterwards.
  static void withFiles(PracticeCluster cluster, FileUse use) throws InterruptedException {
    Path directory = temporary();
    try {
      use.on(cluster.writeKubeconfig(directory));
    } catch (IOException e) {
      throw cannotWrite(e);
    } finally {
      delete(directory);
    }
  }

  interface FileUse {
    void on(Path kubeconfig) throws InterruptedException;
  }

  interface Use {
    void on(Kubeconfig kubeconfig, Workspaces workspaces, SettingsFile settings)
        throws InterruptedException;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("mooring-practice-");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      directory.toFile().deleteOnExit();
    }
  }

  private static RuntimeException cannotWrite(IOException e) {
    return new Problem(
            Code.FILE_NOT_WRITABLE,
            Messages.of("the-practice-cluster-cannot-start"),
            Messages.of("its-temporary-files-cannot-be-written"),
            new Remedy.Advice(Messages.of("free-some-space-or-set-tmpdir")),
            String.valueOf(e.getMessage()))
        .raise(e);
  }
}
