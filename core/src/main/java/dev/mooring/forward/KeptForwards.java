package dev.mooring.forward;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forwards of a context as the user keeps them: the live ones, and what the settings remember.
///
/// Window, tray and commands all work through it, so that a forward stopped in one is not started
/// again by another. Entries of other contexts, and those that cannot be read, are left as they
/// are. Blocking; thread-safe.
public final class KeptForwards {
  private static final Logger LOG = LoggerFactory.getLogger(KeptForwards.class);

  private final String context;
  private final Forwards forwards;
  private final SettingsFile settings;

  public KeptForwards(String context, Forwards forwards, SettingsFile settings) {
    this.context = context;
    this.forwards = forwards;
    this.settings = settings;
  }

  /// Starts a forward, or starts it anew, and remembers it as running.
  ///
  /// @throws MooringException as [Forwards#start]
  public ForwardStatus start(ForwardSpec spec) throws InterruptedException {
    ForwardStatus status = forwards.start(spec);
    save(spec, true);
    return status;
  }

  public void stop(ForwardSpec spec) {
    forwards.stop(spec.name());
    save(spec, false);
  }

  public void remove(ForwardSpec spec) {
    forwards.remove(spec.name());
    change(spec.name(), present -> Optional.empty());
  }

  /// Writes a forward down without starting it; one of the same name is replaced.
  public void save(ForwardSpec spec, boolean running) {
    Document next = new SavedForward(context, spec, running).write();
    change(spec.name(), present -> Optional.of(next));
  }

  /// Those that ran when Mooring ended.
  public List<ForwardSpec> interrupted() {
    return saved().stream().filter(SavedForward::running).map(SavedForward::spec).toList();
  }

  /// The live ones, then as stopped those that are only written down.
  public List<ForwardStatus> all() {
    List<ForwardStatus> rows = new ArrayList<>(forwards.all().get());
    List<String> live = rows.stream().map(row -> row.spec().name()).toList();
    for (SavedForward each : saved()) {
      if (!live.contains(each.spec().name())) {
        rows.add(ForwardStatus.idle(each.spec(), new ForwardStatus.State.Stopped()));
      }
    }
    return List.copyOf(rows);
  }

  /// What is written down for this context.
  public List<SavedForward> saved() {
    List<SavedForward> mine = new ArrayList<>();
    for (Document each : settings.settings().get().forwards()) {
      if (each.at("context").textOrEmpty().equals(context)) {
        try {
          mine.add(SavedForward.read(each));
        } catch (MooringException e) {
          LOG.warn("A saved forward is left out: {}", e.getMessage());
        }
      }
    }
    return List.copyOf(mine);
  }

  /// Replaces the entry of this name where it stands, or adds it at the end.
  private void change(String name, Function<Optional<Document>, Optional<Document>> change) {
    settings.update(
        s -> {
          List<Document> next = new ArrayList<>();
          boolean found = false;
          for (Document each : s.forwards()) {
            boolean same =
                each.at("context").textOrEmpty().equals(context)
                    && each.at("name").textOrEmpty().equals(name);
            if (!same) {
              next.add(each);
            } else if (!found) {
              found = true;
              change.apply(Optional.of(each)).ifPresent(next::add);
            }
          }
          if (!found) {
            change.apply(Optional.empty()).ifPresent(next::add);
          }
          return s.withForwards(next);
        });
  }
}
