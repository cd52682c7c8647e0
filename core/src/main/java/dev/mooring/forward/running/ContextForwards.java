package dev.mooring.forward.running;

import dev.mooring.document.Document;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forwards of a context as the user keeps them: the live ones, and what the settings remember.
///
/// Window, tray and commands all work through it, so that a forward stopped in one is not started
/// again by another. Entries of other contexts, and those that cannot be read, are left as they
/// are. Blocking; thread-safe.
public final class ContextForwards {
  private static final Logger LOG = LoggerFactory.getLogger(ContextForwards.class);

  private final String context;
  private final Forwards forwards;
  private final SettingsFile settings;
  private volatile Read read = new Read(List.of(), List.of());

  /// What was made of the settings' entries, so that a look that finds them unchanged is cheap.
  private record Read(List<Document> from, List<SavedForward> mine) {}

  public ContextForwards(String context, Forwards forwards, SettingsFile settings) {
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
    forget(settings, context, spec.name());
  }

  /// Takes a forward from what is written down, whether its context can still be opened or not.
  public static void forget(SettingsFile settings, String context, String name) {
    change(settings, context, name, present -> Optional.empty());
  }

  /// Changes a forward, its name too. One that runs is started anew, which resets its connections.
  ///
  /// @throws MooringException as [Forwards#start]; the change is written down all the same
  public void replace(String name, ForwardSpec next) throws InterruptedException {
    boolean runs =
        forwards.all().get().stream()
            .filter(each -> each.spec().name().equals(name))
            .anyMatch(each -> !(each.state() instanceof ForwardStatus.State.Stopped));
    if (!runs || !name.equals(next.name())) {
      forwards.remove(name);
    }
    Document entry = new SavedForward(context, next, runs).write();
    change(settings, context, name, present -> Optional.of(entry));
    if (runs) {
      forwards.start(next);
    }
  }

  /// Writes a forward down without starting it; one of the same name is replaced.
  public void save(ForwardSpec spec, boolean running) {
    Document next = new SavedForward(context, spec, running).write();
    change(settings, context, spec.name(), present -> Optional.of(next));
  }

  /// Those that ran when Mooring ended, and do not run yet.
  public List<ForwardSpec> interrupted() {
    List<String> live = forwards.all().get().stream().map(row -> row.spec().name()).toList();
    return saved().stream()
        .filter(SavedForward::running)
        .map(SavedForward::spec)
        .filter(spec -> !live.contains(spec.name()))
        .toList();
  }

  /// In the order they were written down, so that a line stays where it is when it is started; then
  /// what only runs. Those that do not run are stopped.
  public List<ForwardStatus> all() {
    Map<String, ForwardStatus> live = new LinkedHashMap<>();
    forwards.all().get().forEach(each -> live.put(each.spec().name(), each));
    List<ForwardStatus> rows = new ArrayList<>();
    for (SavedForward each : saved()) {
      ForwardStatus runs = live.remove(each.spec().name());
      rows.add(
          runs == null ? ForwardStatus.idle(each.spec(), new ForwardStatus.State.Stopped()) : runs);
    }
    rows.addAll(live.values());
    return List.copyOf(rows);
  }

  /// What is written down for this context.
  // The settings keep the very list until a forward changes.
  @SuppressWarnings("ReferenceEquality")
  public List<SavedForward> saved() {
    Settings now = settings.settings().get();
    Read last = read;
    if (last.from() != now.forwards()) {
      last = new Read(now.forwards(), mine(now));
      read = last;
    }
    return last.mine();
  }

  private List<SavedForward> mine(Settings now) {
    return saved(now).stream().filter(each -> each.context().equals(context)).toList();
  }

  /// What is written down for all contexts.
  public static List<SavedForward> saved(Settings settings) {
    List<SavedForward> all = new ArrayList<>();
    for (Document each : settings.forwards()) {
      try {
        all.add(SavedForward.read(each));
      } catch (MooringException e) {
        LOG.warn("A saved forward is left out: {}", e.getMessage());
      }
    }
    return List.copyOf(all);
  }

  /// The settings with more forwards at the end of the list.
  public static Settings with(Settings settings, List<SavedForward> more) {
    List<Document> all = new ArrayList<>(settings.forwards());
    more.forEach(each -> all.add(each.write()));
    return settings.withForwards(all);
  }

  /// Replaces the entry of this name where it stands, or adds it at the end.
  private static void change(
      SettingsFile settings,
      String context,
      String name,
      Function<Optional<Document>, Optional<Document>> change) {
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
