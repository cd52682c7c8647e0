package dev.mooring.desktop.forward;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.settings.Settings.SavedForward;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.List;

/// The forwards of a context and what the settings remember of them: the window and the tray both
/// work through it, so that a forward stopped in one is not started again by the other. Blocking.
public final class KeptForwards {
  private final String context;
  private final Forwards forwards;
  private final SettingsFile settings;

  public KeptForwards(String context, Forwards forwards, SettingsFile settings) {
    this.context = context;
    this.forwards = forwards;
    this.settings = settings;
  }

  /// Starts a forward, or starts it anew, and remembers it as running.
  public ForwardStatus start(ForwardSpec spec) throws InterruptedException {
    ForwardStatus status = forwards.start(spec);
    remember(spec, true);
    return status;
  }

  public void stop(ForwardSpec spec) {
    forwards.stop(spec.name());
    remember(spec, false);
  }

  public void remove(ForwardSpec spec) {
    forwards.remove(spec.name());
    settings.update(s -> s.withForwards(without(s.forwards(), spec.name())));
  }

  /// Those that ran when Mooring ended.
  public List<ForwardSpec> interrupted() {
    return saved().stream().filter(SavedForward::running).map(Targets::spec).toList();
  }

  /// The live ones, then as stopped those that are only written down.
  public List<ForwardStatus> all() {
    List<ForwardStatus> rows = new ArrayList<>(forwards.all().get());
    List<String> live = rows.stream().map(row -> row.spec().name()).toList();
    for (SavedForward each : saved()) {
      if (!live.contains(each.name())) {
        rows.add(
            new ForwardStatus(
                Targets.spec(each),
                new ForwardStatus.State.Stopped(),
                List.of(),
                List.of(),
                0,
                0,
                0));
      }
    }
    return List.copyOf(rows);
  }

  private List<SavedForward> saved() {
    return settings.settings().get().forwards().stream()
        .filter(each -> each.context().equals(context))
        .toList();
  }

  private void remember(ForwardSpec spec, boolean running) {
    settings.update(
        s -> {
          List<SavedForward> next = new ArrayList<>(without(s.forwards(), spec.name()));
          next.add(Targets.saved(spec, context, running));
          return s.withForwards(next);
        });
  }

  private List<SavedForward> without(List<SavedForward> all, String name) {
    return all.stream()
        .filter(each -> !(each.context().equals(context) && each.name().equals(name)))
        .toList();
  }
}
