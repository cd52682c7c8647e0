package dev.mooring.desktop.debug;

import dev.mooring.debug.Candidates;
import dev.mooring.debug.Verdict;
import java.util.function.Consumer;
import javafx.scene.control.ChoiceBox;
import javafx.util.StringConverter;

/// The containers of a pod, each with what debugging can do with it.
final class ContainerBox extends ChoiceBox<Verdict> {

  /// @param container that is chosen at first; the proposed one where there is none of that name
  /// @param chosen told of each other choice
  ContainerBox(Candidates candidates, String container, Consumer<Verdict> chosen) {
    setId("debug-container");
    setAccessibleText(Messages.of("container"));
    setMaxWidth(Double.MAX_VALUE);
    setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Verdict verdict) {
            return verdict == null
                ? ""
                : Messages.of(
                    "container-verdict", verdict.container(), VerdictBadge.words(verdict));
          }

          @Override
          public Verdict fromString(String words) {
            throw new UnsupportedOperationException("nothing is typed here");
          }
        });
    getItems().setAll(candidates.all());
    setValue(candidates.of(container));
    valueProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null) {
                chosen.accept(now);
              }
            });
  }
}
