package dev.mooring.debug.snapshot;

import dev.mooring.document.Bounds;
import dev.mooring.document.Documents;
import dev.mooring.platform.Directories;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The snapshots of this user, in a directory that nobody else can read.
///
/// Thread-safe, also between processes: a snapshot appears in one step when it is complete.
public final class SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}");
  private static final String DRAFT = ".draft-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// A draft to which nothing was written for so long has nobody who writes it any more.
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Path directory;

  /// @param directory made when something is kept
  public SnapshotStore(Path directory) {
    this.directory = directory;
  }

  /// Where this user's snapshots are.
  public static SnapshotStore ofUser() {
    return new SnapshotStore(Directories.ofUser().state().resolve("snapshots"));
  }

  /// Those that are kept, the newest first. What cannot be read is left out.
  public List<Snapshot> all() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .flatMap(each -> read(each).stream())
          .sorted(Comparator.comparing(Snapshot::taken).reversed())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// @throws MooringException when there is no such snapshot
  public Snapshot find(String name) {
    return (valid(name) ? read(directory.resolve(name)) : Optional.<Snapshot>empty())
        .orElseThrow(() -> missing(name));
  }

  /// What can be read of a snapshot's program, without the cluster.
  ///
  /// @throws MooringException when there is no such snapshot
  public RecordedProgram open(String name) {
    find(name);
    return new RecordedProgram(directory.resolve(name));
  }

  /// Removes a snapshot with everything in it.
  ///
  /// @throws MooringException when there is none, or it can't be removed
  public void delete(String name) {
    find(name);
    Path place = directory.resolve(name);
    Private.remove(place);
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("cannot-delete", name),
              Messages.of("files-are-left", place.toString()),
              new Remedy.Advice(Messages.of("delete-them-yourself")))
          .raise();
    }
  }

  /// The core file of a snapshot, for Delve.
  public Path core(String name) {
    find(name);
    return directory.resolve(name).resolve(Layout.CORE.file());
  }

  /// The program that the core file is of.
  public Path program(String name) {
    find(name);
    return directory.resolve(name).resolve(Layout.PROGRAM.file());
  }

  /// Bytes that a new snapshot may take at most here.
  long room() throws IOException {
    Private.make(directory);
    return Files.getFileStore(directory).getUsableSpace();
  }

  /// Begins a snapshot, and removes what an earlier one left that was killed.
  ///
  /// @param workload from which its name is made
  Draft begin(String workload, Instant now) throws IOException {
    Private.make(directory);
    sweep(now);
    String stem =
        workload.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "").replaceAll("^[.-]+", "");
    String base =
        (stem.isEmpty() ? "program" : stem.substring(0, Math.min(stem.length(), 60)))
            + "-"
            + STAMP.format(now);
    Path place = directory.resolve(base);
    for (int i = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); i++) {
      place = directory.resolve(base + "-" + i);
    }
    return new Draft(
        Files.createTempDirectory(directory, DRAFT, Private.directory(directory)), place);
  }

  private void sweep(Instant now) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path each : entries.filter(SnapshotStore::isDraft).toList()) {
        if (newest(each).isBefore(now.minus(FORGOTTEN))) {
          Private.remove(each);
        }
      }
    }
  }

  private static boolean isDraft(Path entry) {
    return entry.getFileName().toString().startsWith(DRAFT);
  }

  private static Instant newest(Path draft) throws IOException {
    try (Stream<Path> all = Files.walk(draft)) {
      Instant newest = Instant.EPOCH;
      for (Path each : all.toList()) {
        Instant changed = Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS).toInstant();
        newest = changed.isAfter(newest) ? changed : newest;
      }
      return newest;
    }
  }

  private static boolean valid(String name) {
    return NAME.matcher(name).matches() && !name.contains("..");
  }

  private static Optional<Snapshot> read(Path place) {
    String name = place.getFileName().toString();
    if (!valid(name) || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      byte[] about = Files.readAllBytes(place.resolve(Layout.ABOUT.file()));
      return Optional.of(Snapshot.read(name, Documents.json(about, name, Bounds.CONTENT)));
    } catch (IOException | MooringException e) {
      LOG.debug("{} is no snapshot", place, e);
      return Optional.empty();
    }
  }

  private static MooringException missing(String name) {
    return new Problem(
            Code.SNAPSHOT_MISSING,
            Messages.of("no-snapshot", name.length() > 100 ? name.substring(0, 100) : name),
            Messages.of("none-has-that-name"),
            new Remedy.Command(Messages.of("see-which-there-are"), "mooring debug snapshots"))
        .raise();
  }
}
