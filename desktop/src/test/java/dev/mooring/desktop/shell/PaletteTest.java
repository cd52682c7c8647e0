package dev.mooring.desktop.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.action.Action;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

final class PaletteTest {
  private static final List<Palette.Entry> ALL =
      List.of(
          entry("Registry", "Uninstall, keep the images..."),
          entry("Registry", "Install"),
          entry("Forwards", "New forward"),
          entry("Forwards", "api  svc/api"),
          new Palette.Entry(
              "Registry",
              Action.of("registry.connect", "Connect", Feather.LINK, () -> {})
                  .when(new ReadOnlyBooleanWrapper(false))));

  @Test
  void everyTypedWordMustBeFoundInAnyOrder() {
    assertEquals(List.of("New forward"), found("forward new"));
    assertEquals(List.of(), found("forward old"));
  }

  @Test
  void whatBeginsWithTheTypedComesFirst() {
    assertEquals(List.of("Install", "Uninstall, keep the images..."), found("INSTALL"));
  }

  @Test
  void aPlaceFindsWhatCanBeDoneThere() {
    assertEquals(List.of("New forward", "api  svc/api"), found("forwards"));
  }

  @Test
  void whatCannotBeDoneNowIsNotOffered() {
    assertEquals(List.of(), found("connect"));
  }

  private static List<String> found(String typed) {
    return Palette.matching(ALL, typed).stream().map(each -> each.action().words()).toList();
  }

  private static Palette.Entry entry(String where, String words) {
    return new Palette.Entry(where, Action.of("test." + words, words, Feather.BOX, () -> {}));
  }
}
