package dev.mooring.registry.tags;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.TagWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the tags of one registry named, in a file that all Moorings of this user share. What
/// Mooring does is on the disk before anything else happens; what it sees is written together.
/// Where the file cannot be written, work goes on without it. Thread-safe.
public final class TagHistory implements TagLog {
  private static final Logger LOG = LoggerFactory.getLogger(TagHistory.class);

  /// What is seen before it is written.
  private static final int MOST_PENDING = 500;

  private final Path path;
  private final TagFile file;
  private final InstantSource clock;
  private final Map<String, Map<String, Last>> last = new HashMap<>();

  /// Tags that were looked for and weren't there, and when: of most nobody ever hears again.
  private final Map<String, Long> absent = new LinkedHashMap<>();

  private final List<TagLine> pending = new ArrayList<>();
  private List<TagLine> unwritten = List.of();
  private TagFile.Stamp known = TagFile.Stamp.NONE;
  private boolean loaded;

  private record Last(long at, Optional<Digest> digest) {}

  TagHistory(Path path, TagFile file, InstantSource clock) {
    this.path = path;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public String registry() {
    return String.valueOf(path.getFileName());
  }

  @Override
  public synchronized void saw(
      String repository, String tag, Optional<Digest> digest, Instant asked) {
    load();
    TagLine line = new TagLine(asked.toEpochMilli(), false, repository, tag, digest);
    absent.remove(line.name());
    if (digest.isEmpty() && !isKnown(line)) {
      absent.put(line.name(), line.at());
      if (absent.size() > MOST_PENDING) {
        absent.remove(absent.keySet().iterator().next());
      }
      return;
    }
    note(line);
  }

  @Override
  public synchronized boolean knows(String repository, String tag) {
    load();
    TagLine line = new TagLine(0, false, repository, tag, Optional.empty());
    return isKnown(line) || absent.containsKey(line.name());
  }

  private boolean isKnown(TagLine line) {
    return last.getOrDefault(line.repository(), Map.of()).containsKey(line.tag());
  }

  @Override
  public synchronized void listed(String repository, Collection<String> tags, Instant asked) {
    load();
    Set<String> there = new HashSet<>(tags);
    for (String tag : List.copyOf(last.getOrDefault(repository, Map.of()).keySet())) {
      if (!there.contains(tag)) {
        note(new TagLine(asked.toEpochMilli(), false, repository, tag, Optional.empty()));
      }
    }
  }

  @Override
  public synchronized void wrote(String repository, String tag, Digest digest) {
    load();
    TagLine line = new TagLine(clock.millis(), true, repository, tag, Optional.of(digest));
    Long since = absent.remove(line.name());
    if (since != null && !isKnown(line)) {
      // That it wasn't there is what undoing it goes back to.
      TagLine before =
          new TagLine(Math.min(since, line.at()), false, repository, tag, Optional.empty());
      put(before);
      pending.add(before);
    }
    note(line);
    settle();
  }

  @Override
  public synchronized void deleted(String repository, String reference) {
    load();
    Optional<Digest> digest = Digests.read(reference);
    long now = clock.millis();
    List<String> tags =
        digest.isEmpty()
            ? List.of(reference)
            : last.getOrDefault(repository, Map.of()).entrySet().stream()
                .filter(each -> each.getValue().digest().equals(digest))
                .map(Map.Entry::getKey)
                .toList();
    tags.forEach(tag -> note(new TagLine(now, true, repository, tag, Optional.empty())));
    settle();
  }

  /// Only what is another thing than before; a look that began before the last change is too late.
  private void note(TagLine line) {
    if (applied(line)) {
      pending.add(line);
      if (pending.size() >= MOST_PENDING) {
        settle();
      }
    }
  }

  private boolean applied(TagLine line) {
    Last before = last(line);
    if (line.digest().equals(before.digest()) || (!line.mooring() && line.at() < before.at())) {
      return false;
    }
    put(line);
    return true;
  }

  /// Whether it says that a tag wasn't there of which nobody else knows.
  private boolean began(TagLine line) {
    boolean began = line.digest().isEmpty() && !isKnown(line);
    if (began) {
      put(line);
    }
    return began;
  }

  private Last last(TagLine line) {
    Last known = last.getOrDefault(line.repository(), Map.of()).get(line.tag());
    return known == null ? new Last(0, Optional.empty()) : known;
  }

  private void put(TagLine line) {
    last.computeIfAbsent(line.repository(), ignored -> new HashMap<>())
        .put(line.tag(), new Last(line.at(), line.digest()));
  }

  private void load() {
    if (!loaded) {
      loaded = true;
      try {
        read();
      } catch (IOException e) {
        LOG.debug("Cannot read {}", path, e);
      }
    }
  }

  private void read() throws IOException {
    known = file.stamp();
    last.clear();
    // A clock that was wrong once must not hide what is seen from then on.
    long now = clock.millis();
    TagNotes.woven(file.read())
        .forEach(
            each ->
                put(
                    new TagLine(
                        Math.min(each.at(), now),
                        each.mooring(),
                        each.repository(),
                        each.tag(),
                        each.digest())));
  }

  @Override
  public synchronized void settle() {
    if (pending.isEmpty()) {
      return;
    }
    try {
      makeFolder();
      Optional<TagLock> lock = TagLock.of(path);
      if (lock.isEmpty()) {
        dropEldest();
        return;
      }
      try (TagLock held = lock.get()) {
        write();
      }
    } catch (IOException e) {
      LOG.debug("Cannot write {}", path, e);
      dropEldest();
    }
  }

  private void write() throws IOException {
    List<TagLine> lines = List.copyOf(pending);
    if (!file.stamp().equals(known)) {
      read();
      lines = lines.stream().filter(each -> began(each) || applied(each)).toList();
    }
    if (!lines.isEmpty()) {
      file.add(lines, lines.stream().anyMatch(TagLine::mooring));
    }
    pending.clear();
    known = file.stamp();
  }

  private void dropEldest() {
    if (pending.size() > 10 * MOST_PENDING) {
      pending.subList(0, pending.size() - MOST_PENDING).clear();
    }
  }

  /// What cannot be written is known as long as this Mooring runs.
  @Override
  public synchronized void noted(Collection<TagWrite> writes) {
    settle();
    unwritten = TagNotes.missing(List.of(), writes);
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      makeFolder();
      Optional<TagLock> lock = TagLock.of(path);
      if (lock.isPresent()) {
        try (TagLock held = lock.get()) {
          List<TagLine> more = TagNotes.missing(file.read(), writes);
          if (!more.isEmpty()) {
            file.add(more, false);
          }
          unwritten = List.of();
        }
      }
    } catch (IOException e) {
      LOG.debug("Cannot write {}", path, e);
    }
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(
        Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow(),
        TagFile.mode(path, "rwx------"));
  }

  @Override
  public List<TagChange> changes(String repository) {
    settle();
    Map<String, Optional<Digest>> before = new HashMap<>();
    List<TagChange> changes = new ArrayList<>();
    List<TagLine> lines = new ArrayList<>(lines());
    synchronized (this) {
      lines.addAll(unwritten);
    }
    for (TagLine each : TagNotes.woven(lines)) {
      boolean known = before.containsKey(each.name());
      Optional<Digest> from = before.getOrDefault(each.name(), Optional.empty());
      before.put(each.name(), each.digest());
      if (!from.equals(each.digest())
          && (repository.isEmpty() || repository.equals(each.repository()))) {
        changes.add(
            new TagChange(
                Instant.ofEpochMilli(each.at()),
                each.repository(),
                each.tag(),
                from,
                known && from.isEmpty(),
                each.digest(),
                each.mooring(),
                Optional.of(each.principal()).filter(name -> !name.isEmpty())));
      }
    }
    Collections.reverse(changes);
    return List.copyOf(changes);
  }

  private List<TagLine> lines() {
    try {
      return file.read();
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              Messages.of("cannot-read-the-tag-history"),
              Messages.of("its-file-cannot-be-read", path),
              new Remedy.Advice(Messages.of("check-its-permissions")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }
}
