package dev.mooring.desktop.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;

final class PlacesTest {
  private final List<Place> made = new ArrayList<>();
  private final List<Place> refreshed = new ArrayList<>();
  private final Map<Place, Problem> failures = new EnumMap<>(Place.class);
  private final List<String> marked = new ArrayList<>();
  private final Map<Place, SimpleObjectProperty<Mark>> marks = new EnumMap<>(Place.class);
  private final Places places = new Places(makers(), (at, mark) -> marked.add(at + mark.count()));

  @Test
  void aScreenIsMadeWhenItIsAskedForAndOnce() {
    assertEquals(List.of(), made);
    Screen first = places.of(Place.IMAGES);
    assertSame(first, places.of(Place.IMAGES));
    assertEquals(List.of(Place.IMAGES), made);
    assertEquals(Optional.of(Place.REGISTRY), places.missing());
  }

  @Test
  void theRailIsToldOfAScreenFromItsMakingOn() {
    places.of(Place.IMAGES);
    marks.get(Place.IMAGES).set(new Mark("7", Tone.MUTED, ""));
    assertEquals(List.of("IMAGES0", "IMAGES7"), marked);
  }

  @Test
  void whoAsksForAllGetsAll() {
    places.of(Place.FORWARDS);
    assertEquals(Place.values().length, places.all().size());
    assertEquals(Optional.empty(), places.missing());
    assertEquals(Place.values().length, made.size());
  }

  @Test
  void whatFailedIsReadAgainInViewAndWhereTheRailTellsOfIt() {
    places.all();
    failures.put(Place.REGISTRY, failure("one"));
    failures.put(Place.IMAGES, failure("one"));
    failures.put(Place.FORWARDS, failure("one"));
    places.readAgain(Place.IMAGES, false);
    assertEquals(List.of(Place.REGISTRY, Place.IMAGES), refreshed);
    places.readAgain(Place.IMAGES, false);
    assertEquals(2, refreshed.size(), "once for each failure");
    failures.remove(Place.IMAGES);
    places.readAgain(Place.IMAGES, true);
    assertEquals(List.of(Place.REGISTRY, Place.IMAGES, Place.REGISTRY), refreshed);
    failures.put(Place.REGISTRY, failure("two"));
    places.readAgain(Place.REGISTRY, false);
    assertEquals(4, refreshed.size());
  }

  private static Problem failure(String why) {
    return new Problem(Code.GENERAL, "It failed", why, Remedy.none());
  }

  private Map<Place, Supplier<Screen>> makers() {
    Map<Place, Supplier<Screen>> makers = new EnumMap<>(Place.class);
    for (Place each : Place.values()) {
      makers.put(each, () -> screen(each));
    }
    return makers;
  }

  private Screen screen(Place at) {
    made.add(at);
    SimpleObjectProperty<Mark> mark = new SimpleObjectProperty<>(new Mark("0", Tone.MUTED, ""));
    marks.put(at, mark);
    return (Screen)
        Proxy.newProxyInstance(
            Screen.class.getClassLoader(),
            new Class<?>[] {Screen.class},
            (proxy, method, arguments) -> {
              return switch (method.getName()) {
                case "mark" -> mark;
                case "failure" -> Optional.ofNullable(failures.get(at));
                case "refresh" -> {
                  refreshed.add(at);
                  yield null;
                }
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }
}
