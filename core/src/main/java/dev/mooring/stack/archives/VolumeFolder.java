package dev.mooring.stack.archives;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.archive.RemoteFolder;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/// A volume's content, by a few sessions with [VolumeScript#SESSION]. One that was lost is replaced
/// by another.
final class VolumeFolder implements RemoteFolder, AutoCloseable {
  /// As many as blobs that are copied side by side.
  private static final int MOST = 4;

  private static final int MOST_ENTRIES = 10_000;
  private static final int BUFFER = 1 << 16;

  private final String name;
  private final Opening opening;
  private final Semaphore places = new Semaphore(MOST);
  private final Deque<VolumeSession> idle = new ConcurrentLinkedDeque<>();

  /// Begins a session.
  @FunctionalInterface
  interface Opening {
    ByteStream open() throws IOException, InterruptedException;
  }

  VolumeFolder(String name, Opening opening) {
    this.name = name;
    this.opening = opening;
  }

  @Override
  public String name() {
    return name;
  }

  /// What is asked in one session.
  private interface Question<T> {
    T ask(VolumeSession session) throws IOException, InterruptedException;
  }

  private <T> T ask(Question<T> question) throws IOException, InterruptedException {
    VolumeSession session = session();
    boolean usable = false;
    try {
      T answer = question.ask(session);
      usable = true;
      return answer;
    } catch (MooringException e) {
      usable = true;
      throw e;
    } finally {
      end(session, usable);
    }
  }

  private VolumeSession session() throws IOException, InterruptedException {
    places.acquire();
    boolean opened = false;
    try {
      VolumeSession known = idle.poll();
      VolumeSession session = known == null ? new VolumeSession(opening.open()) : known;
      opened = true;
      return session;
    } finally {
      if (!opened) {
        places.release();
      }
    }
  }

  private void end(VolumeSession session, boolean usable) {
    if (usable && !session.isMidway()) {
      idle.push(session);
    } else {
      session.close();
    }
    places.release();
  }

  /// Whether there is what was asked for.
  private boolean there(VolumeSession.Answer answer) throws IOException {
    return switch (answer.word()) {
      case "ok" -> true;
      case "none" -> false;
      default -> throw refused(answer);
    };
  }

  private IOException refused(VolumeSession.Answer answer) {
    return switch (answer.word()) {
      case "link" ->
          throw new Problem(
                  Code.ARCHIVE_INVALID,
                  Messages.of("cannot-use-the-volume", name),
                  Messages.of("is-a-link", answer.rest()),
                  new Remedy.Advice(Messages.of("replace-the-link-by-what-it-leads-to")))
              .raise();
      case "failed" -> new IOException(answer.rest());
      default -> new IOException("the pod sent " + answer.word());
    };
  }

  @Override
  public List<Entry> list(String path) throws IOException, InterruptedException {
    return ask(
        session -> {
          List<Entry> entries = new ArrayList<>();
          if (!there(session.ask("list", root(path)))) {
            return entries;
          }
          for (String line = session.line(); !line.equals("end"); line = session.line()) {
            String[] parts = line.split(" ", 3);
            if (parts.length != 3
                || !parts[1].matches("[0-9]{1,18}")
                || entries.size() >= MOST_ENTRIES) {
              throw new IOException("the pod sent no list");
            }
            entries.add(new Entry(parts[2], kind(parts[0]), Long.parseLong(parts[1])));
          }
          entries.sort(Comparator.comparing(Entry::name));
          return entries;
        });
  }

  private static String root(String path) {
    return path.isEmpty() ? "." : path;
  }

  private static Entry.Kind kind(String word) {
    return switch (word) {
      case "file" -> Entry.Kind.FILE;
      case "folder" -> Entry.Kind.FOLDER;
      default -> Entry.Kind.ODD;
    };
  }

  @Override
  public OptionalLong size(String path) throws IOException, InterruptedException {
    return ask(
        session -> {
          VolumeSession.Answer answer = session.ask("size", path);
          return there(answer) ? OptionalLong.of(answer.number()) : OptionalLong.empty();
        });
  }

  @Override
  public Optional<Digest> digest(String path) throws IOException, InterruptedException {
    return ask(
        session -> {
          VolumeSession.Answer answer = session.ask("sum", path);
          return there(answer) ? Optional.of(digest(answer)) : Optional.empty();
        });
  }

  private static Digest digest(VolumeSession.Answer answer) throws IOException {
    if (!answer.rest().matches("[0-9a-f]{64}")) {
      throw new IOException("the pod returned no digest");
    }
    return new Digest("sha256:" + answer.rest());
  }

  @Override
  public InputStream open(String path, long offset) throws IOException, InterruptedException {
    VolumeSession session = session();
    boolean usable = false;
    boolean handed = false;
    try {
      VolumeSession.Answer answer = session.ask("get", path, offset);
      if (!there(answer)) {
        usable = true;
        throw new NoSuchFileException(name + "/" + path);
      }
      InputStream content =
          new SessionInput(session.input(), answer.number(), whole -> end(session, whole));
      handed = true;
      return content;
    } catch (MooringException e) {
      usable = true;
      throw e;
    } finally {
      if (!handed) {
        end(session, usable);
      }
    }
  }

  @Override
  public void store(String path, long size, Digest digest, InputStream content, LongConsumer moved)
      throws IOException, InterruptedException {
    ask(
        session -> {
          VolumeSession.Answer ready = session.ask("put", path, size, digest.hex());
          if (!ready.word().equals("go")) {
            throw refused(ready);
          }
          VolumeSession.Answer stored = send(session, content, size, moved);
          if (stored.word().equals("mismatch")) {
            throw mismatch(digest, stored.rest());
          }
          if (!stored.word().equals("ok")) {
            throw refused(stored);
          }
          return stored;
        });
  }

  private VolumeSession.Answer send(
      VolumeSession session, InputStream content, long size, LongConsumer moved)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = size; left > 0; ) {
      int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new IOException("a blob is shorter than it says");
      }
      send(session, buffer, n);
      left -= n;
      moved.accept(n);
    }
    if (content.read() >= 0) {
      throw new IOException("a blob is longer than it says");
    }
    return session.received();
  }

  /// A pod that stops reading has said why: a full volume takes no more.
  private void send(VolumeSession session, byte[] buffer, int length) throws IOException {
    try {
      session.send(buffer, 0, length);
    } catch (IOException e) {
      throw refused(session.answer());
    }
  }

  private MooringException mismatch(Digest named, String found) {
    return new Problem(
            Code.DIGEST_MISMATCH,
            Messages.of("cannot-store-on-the-volume", name),
            Messages.of("the-content-has-another-digest", named.brief()),
            new Remedy.Advice(Messages.of("run-it-again")),
            Messages.of("named-and-found", named, found))
        .raise();
  }

  @Override
  public void clean(String path) throws IOException, InterruptedException {
    ask(session -> there(session.ask("clean", root(path))));
  }

  @Override
  public void sync() throws IOException, InterruptedException {
    ask(session -> there(session.ask("sync", ".")));
  }

  @Override
  public void close() {
    for (VolumeSession each = idle.poll(); each != null; each = idle.poll()) {
      each.close();
    }
  }
}
