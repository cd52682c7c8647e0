package dev.mooring.settings;

import dev.mooring.document.Document;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings and the file they live in.
///
/// Changes show at once and are written on a thread of its own, by temporary file and atomic move.
/// What is kept is the change, not its result: it is made again to what the file holds by then, so
/// that two running Moorings keep each other's choices, in lists too. What others wrote is taken
/// over with a write, and meanwhile by those who [#follow]. A file that cannot be read is put aside
/// under another name, never overwritten; [#trouble] says so, and also when saving failed.
/// Thread-safe; closing waits for the last write.
public final class SettingsFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// Changes kept one by one while they cannot be written; more become one.
  private static final int MOST_CHANGES = 100;

  private final Path file;
  private final SettingsDisk disk;
  private final Observed<Settings> settings;
  private final Observed<Optional<Problem>> trouble;
  private final Object writing = new Object();
  private final List<UnaryOperator<Settings>> unwritten = new ArrayList<>();
  private Settings onDisk;
  private volatile Settings present;
  private int taken;
  private @Nullable Thread writer;

  private SettingsFile(Path file, Settings read, Optional<Problem> trouble) {
    this.file = file;
    this.disk = new SettingsDisk(file);
    this.onDisk = read;
    this.present = read;
    this.settings = new Observed<>(read);
    this.trouble = new Observed<>(trouble);
  }

  /// Reads the file, or takes the defaults where there is none. Blocks on the disk.
  public static SettingsFile open(Path file) {
    SettingsDisk disk = new SettingsDisk(file);
    try {
      Document now = disk.read();
      return new SettingsFile(file, Settings.of(now), InvalidSettings.in(file, now));
    } catch (IOException | MooringException e) {
      LOG.warn("Settings {} cannot be read", file, e);
      return new SettingsFile(file, Settings.defaults(), Optional.of(disk.putAside()));
    }
  }

  /// Settings that are kept in memory only until they change; for tests and for practice.
  public static SettingsFile startingWith(Settings settings, Path file) {
    return new SettingsFile(file, settings, Optional.empty());
  }

  /// What holds now, and whoever wants to hear of changes: those of this process on the thread that
  /// made them, those of others on the thread that found them.
  public Observed<Settings> settings() {
    return settings;
  }

  /// What happened to a file that could not be read or written, or what in it cannot be used.
  public Optional<Problem> trouble() {
    return trouble.get();
  }

  /// Tells the present trouble at once and each later one, on the thread that met it.
  public Subscription onTrouble(Consumer<Optional<Problem>> subscriber) {
    return trouble.subscribe(subscriber);
  }

  /// Changes the settings. Returns before they are on the disk.
  ///
  /// @param change has no effect of its own, because it may be made several times
  public void update(UnaryOperator<Settings> change) {
    synchronized (writing) {
      Settings all = change.apply(present);
      if (all.equals(present)) {
        return;
      }
      present = all;
      if (unwritten.size() >= MOST_CHANGES) {
        unwritten.clear();
        unwritten.add(ignored -> all);
      } else {
        unwritten.add(change);
      }
      if (writer == null) {
        writer = Thread.ofVirtual().name("settings-writer").start(this::write);
      }
    }
    publish();
  }

  /// Holding no lock: who is told may wait for others who change the settings.
  private void publish() {
    settings.update(ignored -> present);
  }

  /// Takes over within a second or two what other processes write, until it is closed.
  public Subscription follow() {
    // Not a virtual one: waking that costs three times as much.
    Thread looking = Thread.ofPlatform().daemon().name("settings-look").start(this::look);
    return looking::interrupt;
  }

  private void look() {
    // Much may have happened since it was opened.
    List<Object> known = List.of();
    try {
      while (true) {
        Thread.sleep(LOOK);
        List<Object> now = disk.stamp();
        if (!now.equals(known)) {
          known = now;
          lookAgain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAgain() {
    int before;
    synchronized (writing) {
      before = taken;
    }
    try {
      Document now = disk.read();
      synchronized (writing) {
        // Otherwise a write has taken over something newer meanwhile.
        if (before != taken || now.isNothing()) {
          return;
        }
        takeOver(Settings.of(now));
      }
      publish();
      tellInvalid(InvalidSettings.in(file, now));
    } catch (IOException | MooringException e) {
      LOG.debug("Settings {} cannot be read at the moment", file, e);
    }
  }

  /// Nothing takes away what is told of a failed write but a write.
  private void tellInvalid(Optional<Problem> invalid) {
    trouble.update(
        before ->
            invalid.isPresent() || before.filter(InvalidSettings::is).isPresent()
                ? invalid
                : before);
  }

  @Override
  public void close() {
    awaitWritten();
  }

  /// Waits until every change so far is on the disk, or was tried; [#trouble] says which.
  public void awaitWritten() {
    Thread last;
    synchronized (writing) {
      last = writer;
    }
    if (last != null) {
      try {
        last.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write() {
    while (true) {
      List<UnaryOperator<Settings>> changes;
      Settings otherwise;
      synchronized (writing) {
        changes = List.copyOf(unwritten);
        unwritten.clear();
        otherwise = onDisk;
        if (changes.isEmpty()) {
          writer = null;
          return;
        }
      }
      try (SettingsLock lock = SettingsLock.of(file)) {
        Document now = disk.readOrPutAside();
        Settings before = now.isNothing() ? otherwise : Settings.of(now);
        Settings after = changed(before, changes);
        Document next = disk.write(now, before, after);
        synchronized (writing) {
          takeOver(after);
        }
        publish();
        trouble.set(InvalidSettings.in(file, next));
      } catch (IOException e) {
        LOG.warn("Settings were not saved to {}", file, e);
        trouble.set(Optional.of(disk.notSaved(e)));
        if (!again(changes)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Keeps what could not be written for the next change; true when that is there already.
  private boolean again(List<UnaryOperator<Settings>> changes) {
    synchronized (writing) {
      boolean more = !unwritten.isEmpty();
      unwritten.addAll(0, changes);
      if (!more) {
        writer = null;
      }
      return more;
    }
  }

  private void takeOver(Settings read) {
    taken++;
    onDisk = read;
    present = changed(read, unwritten);
  }

  private static Settings changed(Settings from, List<UnaryOperator<Settings>> changes) {
    Settings next = from;
    for (UnaryOperator<Settings> each : changes) {
      next = each.apply(next);
    }
    return next;
  }
}
