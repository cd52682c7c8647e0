package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Practice is a game: nothing of it reaches what the user has.
final class PracticeRunTest {
  @TempDir Path home;
  @TempDir Path archives;

  @Test
  void whatPracticeReadsIsKeptInItsOwnFolderAndGoesWithIt() throws Exception {
    String user = System.getProperty("user.home");
    System.setProperty("user.home", home.toString());
    List<Path> folders = new ArrayList<>();
    try (PracticeCluster cluster = PracticeCluster.start()) {
      PracticeRun.with(
          cluster,
          (kubeconfig, workspaces, settings) -> {
            Workspace workspace = workspaces.open(null);
            workspace.stack().install(StackOptions.defaults(), Progress.none());
            ConnectionState.Connected connected =
                workspace.mesh().to(StackOptions.defaults().location()).connect(0);
            Registry registry =
                workspace.registry(connected.listening().getFirst().getPort(), "kube-registry");
            ImageReference sample = ImageReference.parse("ana/sample:1");
            registry.push(sample(), sample, Progress.none());
            registry.images("");
            Path folder = Path.of(kubeconfig.source()).getParent();
            assertFalse(files(folder.resolve("cache")).isEmpty(), "it remembers what it read");
            folders.add(folder);
          });
      assertTrue(Files.notExists(folders.getFirst()), "it is gone");
      assertEquals(List.of(), files(home));
    } finally {
      System.setProperty("user.home", user);
    }
  }

  private Path sample() {
    try {
      Path archive = archives.resolve("sample.tar");
      PracticeCluster.writeSampleImage(archive);
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path below) {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
