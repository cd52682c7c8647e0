package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pods that Mooring made beside others, each noted on this computer before it is made, so that
/// one that a crash left is found again and removed.
///
/// A pod counts as ours only when it has the name and the nonce of a note: labels anybody can
/// write. Thread-safe. Closing waits for removals.
public final class Copies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
  private static final String END = ".json";
  private static final int MOST = 200;
  private static final int LONGEST = 45;
  private static final Duration GOES = Duration.ofSeconds(30);
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final Path directory;
  private final Cluster cluster;
  private final SecureRandom random = new SecureRandom();
  private final Set<Thread> removing = ConcurrentHashMap.newKeySet();

  /// @param nonce known to the Mooring that made it only, until it makes it
  public record Name(String name, String nonce) {}

  /// @param state where this user's Mooring keeps what outlives a run
  public Copies(Path state, Cluster cluster) {
    this.directory = state.resolve("debug-copies");
    this.cluster = cluster;
  }

  /// A pod that is noted, whether made yet or not.
  final class Copy implements Undo, AutoCloseable {
    private final CopyNote note;

    private Copy(CopyNote note) {
      this.note = note;
    }

    Name called() {
      return note.content().copy();
    }

    @Override
    public String name() {
      return called().name();
    }

    @Override
    public String done() {
      return Messages.of("ended-the-copy-is-gone");
    }

    @Override
    public void undo() throws InterruptedException {
      remove();
    }

    @Override
    public void leave() {
      close();
    }

    /// Deletes the pod, then the note.
    ///
    /// @throws MooringException when it cannot be deleted now; the next session tries again
    void remove() throws InterruptedException {
      boolean gone = false;
      try {
        if (found().isPresent()) {
          cluster.delete(Kind.POD, note.content().namespace(), name(), GOES);
        }
        gone = true;
      } finally {
        if (gone) {
          note.delete();
        } else {
          note.close();
        }
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

    private Optional<KubeObject> found() throws InterruptedException {
      return cluster
          .get(Kind.POD, note.content().namespace(), name())
          .filter(pod -> isOurs(pod, called()));
    }

    /// Leaves the pod as it is, for the next session to remove.
    @Override
    public void close() {
      note.close();
    }
  }

  private static boolean isOurs(KubeObject pod, Name called) {
    return pod.annotations().getOrDefault(CopyMetadata.NONCE, "").equals(called.nonce())
        && pod.labels().containsKey(CopyMetadata.LABEL)
        && pod.at("metadata", "ownerReferences").items().isEmpty();
  }

  /// Notes a pod that is about to be made.
  ///
  /// @param workload its name begins with that
  Copy note(String namespace, String workload) {
    StringBuilder suffix = new StringBuilder();
    random.ints(6, 0, LETTERS.length()).forEach(i -> suffix.append(LETTERS.charAt(i)));
    String begin =
        workload.substring(0, Math.min(workload.length(), LONGEST)).replaceFirst("[^a-z0-9]+$", "");
    String name = begin + "-debug-" + suffix;
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    try {
      return new Copy(
          CopyNote.make(
              directory.resolve(name + END),
              new CopyNote.Content(
                  cluster.context().name(),
                  namespace,
                  new Name(name, HexFormat.of().formatHex(nonce)))));
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
  public List<String> removeLeft() throws InterruptedException {
    List<String> removed = new ArrayList<>();
    for (Path file : files()) {
      Optional<CopyNote> left = CopyNote.left(file);
      if (left.isEmpty()) {
        continue;
      }
      try (Copy copy = new Copy(left.get())) {
        CopyNote.Content of = left.get().content();
        if (of.context().equals(cluster.context().name())) {
          boolean there = copy.found().isPresent();
          copy.remove();
          if (there) {
            removed.add(of.namespace() + "/" + copy.name());
          }
        }
      } catch (MooringException e) {
        LOG.info("{} is not removed yet: {}", file, e.problem());
      }
    }
    return removed;
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(each -> each.toString().endsWith(END)).limit(MOST).toList();
    } catch (IOException e) {
      return List.of(); // there never was one
    }
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
}
