package dev.mooring.desktop.tray.awt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.tray.TrayItem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a line of the menu does when nothing that is seen of it has changed.
final class MenuClicksTest {
  private final List<String> done = new ArrayList<>();
  private final MenuClicks clicks = new MenuClicks();

  private TrayItem line(String key, String does) {
    return new TrayItem.Action(key, key, new TrayItem.Click(() -> done.add(does)));
  }

  private static String path(TrayItem menu, TrayItem line) {
    return MenuClicks.path(MenuClicks.path("", menu), line);
  }

  @Test
  void aLineDoesWhatTheNewestModelSays() {
    TrayItem before = line("Stop", "stops the forward as it was");
    TrayItem menu = new TrayItem.Menu("api", List.of(before));
    clicks.take(List.of(menu));
    String path = path(menu, before);
    clicks.take(
        List.of(new TrayItem.Menu("api", List.of(line("Stop", "stops the forward as edited")))));
    clicks.run(path);
    assertEquals(List.of("stops the forward as edited"), done);
  }

  @Test
  void aLineThatIsGoneDoesNothingAndItsNamesakeElsewhereIsAnother() {
    TrayItem api = new TrayItem.Menu("api", List.of(line("Stop", "api")));
    TrayItem db = new TrayItem.Menu("db", List.of(line("Stop", "db")));
    clicks.take(List.of(api, db));
    clicks.take(List.of(db));
    clicks.run(path(api, line("Stop", "")));
    assertEquals(List.of(), done);
    clicks.run(path(db, line("Stop", "")));
    assertEquals(List.of("db"), done);
  }
}
