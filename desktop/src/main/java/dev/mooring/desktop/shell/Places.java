package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.problem.Problem;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The screens of one context, each made when it is first asked for: making all of them at once
/// keeps a window that has just opened from answering. On the UI's thread.
final class Places {
  private final Map<Place, Supplier<Screen>> missing;
  private final Map<Place, Screen> made = new EnumMap<>(Place.class);
  private final BiConsumer<Place, Mark> marked;

  /// What was read again already, by place.
  private final Map<Place, Problem> again = new EnumMap<>(Place.class);

  /// @param marked told what the rail is to show beside a place, at first and when it changes
  Places(Map<Place, Supplier<Screen>> makers, BiConsumer<Place, Mark> marked) {
    this.missing = new EnumMap<>(makers);
    this.marked = marked;
  }

  @Nullable Screen of(Place place) {
    Supplier<Screen> maker = missing.remove(place);
    if (maker == null) {
      return made.get(place);
    }
    Screen screen = maker.get();
    made.put(place, screen);
    screen.mark().addListener((property, before, now) -> marked.accept(place, now));
    marked.accept(place, screen.mark().getValue());
    return screen;
  }

  /// One that nobody has asked for yet.
  Optional<Place> missing() {
    return missing.keySet().stream().findFirst();
  }

  /// What could not be read is read again when the API server answers: each time it comes back, and
  /// once for a failure in between that no look noticed. Of what is out of view it's the registry,
  /// which the rail tells of.
  void readAgain(Place inView, boolean back) {
    for (Place each : EnumSet.of(inView, Place.REGISTRY)) {
      Screen screen = made.get(each);
      Problem failure = screen == null ? null : screen.failure().orElse(null);
      if (screen == null || failure == null) {
        again.remove(each);
      } else if (!failure.equals(again.put(each, failure)) || back) {
        screen.refresh();
      }
    }
  }

  Map<Place, Screen> made() {
    return Collections.unmodifiableMap(made);
  }

  Map<Place, Screen> all() {
    for (Place each : Place.values()) {
      of(each);
    }
    return made();
  }
}
