package dev.mooring.debug.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// This machine's shell stands for the debug container's.
@DisabledOnOs(OS.WINDOWS)
final class PodFileTest {
  private static final long MOST = 64 << 20;
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bringsAFileAndLeavesOutWhatIsEmpty(boolean packed) throws Exception {
    byte[] content = content(3_000_001);
    java.util.Arrays.fill(content, 1 << 20, 2 << 20, (byte) 0);
    Path there = Files.write(directory.resolve("there"), content);
    Path here = directory.resolve("here");
    long holes = bring(PodFileTest::run, there, here, packed);
    assertArrayEquals(content, Files.readAllBytes(here));
    assertEquals(1 << 20, holes);
  }

  @Test
  void aFileThatEndsInEmptyMemoryHasItsWholeLength() throws Exception {
    byte[] content = new byte[200_000];
    content[0] = 1;
    Path there = Files.write(directory.resolve("there"), content);
    Path here = directory.resolve("here");
    bring(PodFileTest::run, there, here, true);
    assertArrayEquals(content, Files.readAllBytes(here));
  }

  @Test
  void aTransferThatIsCutAgainAndAgainGoesOnWhereItWas() throws Exception {
    byte[] content = content(1_000_000);
    Path there = Files.write(directory.resolve("there"), content);
    Path here = directory.resolve("here");
    AtomicInteger transfers = new AtomicInteger();
    PodShell.Runner cutting =
        command -> {
          ByteStream whole = run(command);
          return transfer(command) && transfers.incrementAndGet() < 5
              ? new PipeStream(cut(input(whole), 200_000), OutputStream.nullOutputStream(), whole)
              : whole;
        };
    bring(cutting, there, here, false);
    assertArrayEquals(content, Files.readAllBytes(here));
    assertEquals(5, transfers.get());
  }

  @Test
  void aTransferThatNeverBringsAnythingIsGivenUp() throws Exception {
    Path there = Files.write(directory.resolve("there"), content(100_000));
    PodShell.Runner dead = command -> transfer(command) ? saying("") : run(command);
    Problem why = refusal(dead, there);
    assertEquals(Code.SNAPSHOT_FAILED, why.code());
    assertTrue(why.why().contains("stopped at 0 of"), why::why);
  }

  @Test
  void aContainerThatSendsMoreThanItAnnouncedIsRefused() throws Exception {
    Path there = Files.write(directory.resolve("there"), content(100_000));
    PodShell.Runner lying =
        command -> asksFor(command, "wc -c") ? saying("size 70000\n") : run(command);
    assertTrue(refusal(lying, there).why().contains("more than the"));
  }

  @Test
  void aContainerThatAnnouncesTooMuchIsRefusedBeforeAnythingIsSent() throws Exception {
    Path there = Files.write(directory.resolve("there"), content(1000));
    PodShell.Runner lying =
        command -> {
          if (transfer(command)) {
            throw new AssertionError("it was fetched");
          }
          return saying("size " + (MOST + 1) + "\n");
        };
    assertTrue(refusal(lying, there).why().contains("at most 64 MiB"));
    PodShell.Runner silent = command -> saying("size -1\nsize 99999999999999999999\n");
    assertTrue(refusal(silent, there).why().contains("didn't report"));
  }

  @Test
  void aContainerThatSendsOtherContentIsRefused() throws Exception {
    Path there = Files.write(directory.resolve("there"), content(100_000));
    PodShell.Runner lying =
        command ->
            asksFor(command, "sha256sum") ? saying("sum " + "0".repeat(64) + "\n") : run(command);
    assertTrue(refusal(lying, there).why().contains("SHA-256"));
  }

  @Test
  void anInterruptEndsATransferThatSaysNothing() throws Exception {
    Path there = Files.write(directory.resolve("there"), content(100_000));
    PodShell.Runner hanging =
        command -> transfer(command) ? run(List.of("sleep", "600")) : run(command);
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> bring(hanging, there, directory.resolve("here"), false));
  }

  private Problem refusal(PodShell.Runner runner, Path there) {
    return assertThrows(
            MooringException.class, () -> bring(runner, there, directory.resolve("here"), false))
        .problem();
  }

  private static long bring(PodShell.Runner runner, Path there, Path here, boolean packed)
      throws IOException, InterruptedException {
    Files.deleteIfExists(here);
    try (FileChannel to =
        FileChannel.open(
            here,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE))) {
      return new PodFile(new PodShell(runner), there.toString(), packed, Duration.ofMillis(1))
          .bring(to, MOST, true, "File", Progress.none());
    }
  }

  private static boolean transfer(List<String> command) {
    return asksFor(command, "dd if=");
  }

  private static boolean asksFor(List<String> command, String words) {
    return command.get(2).contains(words);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(7).nextBytes(content);
    return content;
  }

  private static ByteStream run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).start();
      return new PipeStream(
          process.getInputStream(), process.getOutputStream(), process::destroyForcibly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteStream saying(String words) {
    return new PipeStream(
        new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8)),
        OutputStream.nullOutputStream(),
        () -> {});
  }

  private static InputStream input(ByteStream stream) {
    try {
      return stream.input();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A connection that is lost after so many bytes.
  private static InputStream cut(InputStream whole, int after) {
    return new FilterInputStream(whole) {
      private int left = after;

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        if (left == 0) {
          throw new IOException("connection reset");
        }
        int read = super.read(bytes, from, Math.min(left, length));
        left -= Math.max(0, read);
        return read;
      }
    };
  }
}
