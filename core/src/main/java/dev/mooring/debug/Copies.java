package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pods that Mooring made beside others, each noted on this computer before it is made, so that
/// one that a crash left is found again and removed.
///
/// A note is locked by the process that made the pod for as long as that runs. A pod counts as ours
/// only when it has the name and the nonce of a note: labels anybody can write. Thread-safe.
final class Copies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
  private static final String END = ".json";
  private static final int MOST = 200;
  private static final int LARGEST = 4096;
  private static final Duration GOES = Duration.ofSeconds(30);
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final Path directory;
  private final Cluster cluster;
  private final SecureRandom random = new SecureRandom();
  private final Set<Thread> removing = ConcurrentHashMap.newKeySet();

  /// @param state where this user's Mooring keeps what outlives a run
  Copies(Path state, Cluster cluster) {
    this.directory = state.resolve("debug-copies");
    this.cluster = cluster;
  }

  /// A pod that is noted, whether made yet or not.
  final class Copy implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Noted noted;

    private Copy(Path file, FileChannel channel, Noted noted) {
      this.file = file;
      this.channel = channel;
      this.noted = noted;
    }

    String name() {
      return noted.name();
    }

    String nonce() {
      return noted.nonce();
    }

    /// @throws MooringException when it cannot be deleted now; the next session tries again
    void remove() throws InterruptedException {
      boolean gone = false;
      try {
        delete(noted);
        gone = true;
      } finally {
        release(gone);
      }
    }

    /// The same on a thread of its own, for which only [Copies#close] waits.
    void removeAside() {
      Thread thread = Thread.ofVirtual().name("debug-copy-removal").unstarted(this::tryToRemove);
      removing.add(thread);
      thread.start();
    }

    private void tryToRemove() {
      try {
        remove();
      } catch (MooringException e) {
        LOG.info("{} is removed by the next session: {}", name(), e.problem());
      } catch (InterruptedException e) {
        LOG.debug("{} is removed by the next session", name(), e);
      } finally {
        removing.remove(Thread.currentThread());
      }
    }

    /// Leaves the pod as it is, for the next session to remove.
    @Override
    public void close() {
      release(false);
    }

    private void release(boolean gone) {
      try {
        if (gone) {
          Files.deleteIfExists(file);
        }
        channel.close();
      } catch (IOException e) {
        LOG.debug("the note {} stays", file, e);
      }
    }
  }

  private record Noted(String context, String namespace, String name, String nonce) {
    boolean isOf(KubeObject pod) {
      return pod.annotations().getOrDefault(CopyPod.NONCE, "").equals(nonce)
          && pod.labels().containsKey(CopyPod.LABEL)
          && pod.at("metadata", "ownerReferences").items().isEmpty();
    }
  }

  /// Notes a pod that is about to be made.
  ///
  /// @param workload its name begins with that
  Copy note(String namespace, String workload) {
    StringBuilder suffix = new StringBuilder();
    random.ints(6, 0, LETTERS.length()).forEach(i -> suffix.append(LETTERS.charAt(i)));
    String begin = workload.substring(0, Math.min(workload.length(), 45));
    String name = begin + "-debug-" + suffix;
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    Noted noted =
        new Noted(cluster.context().name(), namespace, name, HexFormat.of().formatHex(nonce));
    Path file = directory.resolve(name + END);
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock held = channel.lock();
      LOG.debug("noted {} ({})", name, held);
      channel.write(
          ByteBuffer.wrap(
              Documents.jsonBytes(
                  Document.of(
                      Map.of(
                          "context",
                          noted.context(),
                          "namespace",
                          namespace,
                          "name",
                          name,
                          "nonce",
                          noted.nonce())))));
      channel.force(true);
      return new Copy(file, channel, noted);
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("cannot-note-the-copy"),
              String.valueOf(e.getMessage()),
              new Remedy.Advice(Messages.of("make-it-writable", directory)))
          .raise(e);
    }
  }

  /// Deletes what processes left that do not run any more, in this context.
  ///
  /// @return the pods that are gone now, "shop/hello-debug-bcdfgh"
  List<String> removeLeft() throws InterruptedException {
    List<String> removed = new ArrayList<>();
    for (Path file : files()) {
      Copy left = left(file);
      if (left != null) {
        try {
          boolean there = found(left.noted).isPresent();
          left.remove();
          if (there) {
            removed.add(left.noted.namespace() + "/" + left.noted.name());
          }
        } catch (MooringException e) {
          LOG.info("{} is not removed yet: {}", left.noted.name(), e.problem());
        } finally {
          left.close();
        }
      }
    }
    return removed;
  }

  @Override
  public void close() {
    for (Thread each : removing) {
      try {
        each.join(GOES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(each -> each.toString().endsWith(END)).limit(MOST).toList();
    } catch (IOException e) {
      return List.of(); // there never was one
    }
  }

  /// Null for one that is in use, of another context, or no note.
  private @Nullable Copy left(Path file) {
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        return null;
      }
      ByteBuffer text = ByteBuffer.allocate(LARGEST);
      channel.read(text, 0);
      Document note =
          Documents.json(
              new String(text.array(), 0, text.position(), StandardCharsets.UTF_8), "note");
      Noted noted =
          new Noted(
              note.at("context").textOrEmpty(),
              note.at("namespace").textOrEmpty(),
              note.at("name").textOrEmpty(),
              note.at("nonce").textOrEmpty());
      if (noted.context().equals(cluster.context().name()) && !noted.nonce().isEmpty()) {
        taken = true;
        return new Copy(file, channel, noted);
      }
      return null;
    } catch (OverlappingFileLockException e) {
      return null; // a session of this process
    } catch (IOException | MooringException e) {
      LOG.debug("{} is no note", file, e);
      return null;
    } finally {
      if (channel != null && !taken) {
        close(channel);
      }
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a note does not close", e);
    }
  }

  private Optional<KubeObject> found(Noted noted) throws InterruptedException {
    return cluster.get(Kind.POD, noted.namespace(), noted.name()).filter(noted::isOf);
  }

  private void delete(Noted noted) throws InterruptedException {
    if (found(noted).isPresent()) {
      cluster.delete(Kind.POD, noted.namespace(), noted.name(), GOES);
    }
  }
}
