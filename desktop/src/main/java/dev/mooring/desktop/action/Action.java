package dev.mooring.desktop.action;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.feather.Feather;

/// Something that a user can do. Made and used on the FX thread.
///
/// @param id which one it is, for the documentation and for tests: "forward.new". What begins with
/// "window." concerns only the window and needs no command
/// @param words what its button says: "New forward"
/// @param key as [KeyCombination#valueOf] reads it; empty for none. Several, with spaces between
/// them, where programs that people come from have different ones
/// @param reach where its key works
/// @param icon its picture, where there is room for one
/// @param enabled whether it can be done now
/// @param whyNot why it cannot, in a few words; empty where that is plain
/// @param run does it, or asks first
/// @param command the command line that does the same: "mooring forward"; empty where there is none
public record Action(
    String id,
    String words,
    String key,
    Reach reach,
    Feather icon,
    ObservableBooleanValue enabled,
    ObservableStringValue whyNot,
    Runnable run,
    String command) {
  private static final ObservableBooleanValue ALWAYS = new ReadOnlyBooleanWrapper(true);
  private static final ObservableStringValue PLAIN = new ReadOnlyStringWrapper("");

  /// Where a key works.
  public enum Reach {
    /// In the whole window.
    WINDOW,
    /// While its place is in view.
    PLACE,
    /// While the list has the focus; the list itself listens.
    ROW
  }

  public static Action of(String id, String words, Feather icon, Runnable run) {
    return new Action(id, words, "", Reach.PLACE, icon, ALWAYS, PLAIN, run, "");
  }

  public Action withKey(Reach where, String combination) {
    return new Action(id, words, combination, where, icon, enabled, whyNot, run, command);
  }

  public Action withCommand(String line) {
    return new Action(id, words, key, reach, icon, enabled, whyNot, run, line);
  }

  public Action when(ObservableBooleanValue possible) {
    return new Action(id, words, key, reach, icon, possible, whyNot, run, command);
  }

  /// The same where the reason is not plain.
  public Action when(ObservableBooleanValue possible, ObservableStringValue why) {
    return new Action(id, words, key, reach, icon, possible, why, run, command);
  }

  /// The same under other words: "team-a: Verify".
  public Action called(String name) {
    return new Action(id, name, key, reach, icon, enabled, whyNot, run, command);
  }

  /// The same as another one: about something else.
  public Action as(String other) {
    return new Action(other, words, key, reach, icon, enabled, whyNot, run, command);
  }

  /// The same, run in another way: with its place brought into view first.
  public Action running(Runnable other) {
    return new Action(id, words, key, reach, icon, enabled, whyNot, other, command);
  }

  /// The key as this platform writes it: "Ctrl+N"; "F9, F5" for several, empty for none.
  public String keyWords() {
    return keys()
        .map(each -> each.getDisplayText().replace("\u21B5", "Enter"))
        .collect(Collectors.joining(", "));
  }

  /// Each of them does it.
  Stream<KeyCombination> keys() {
    return key.isEmpty() ? Stream.of() : Stream.of(key.split(" ")).map(KeyCombination::valueOf);
  }

  /// Does it where it can be done now.
  public void fire() {
    if (enabled.get()) {
      run.run();
    }
  }
}
