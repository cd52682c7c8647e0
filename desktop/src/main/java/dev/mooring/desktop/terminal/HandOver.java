package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import dev.mooring.desktop.control.Moorings;
import dev.mooring.desktop.control.Moorings.Mooring;
import dev.mooring.document.Document;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets the running window have forwards, where there is one.
record HandOver(Opening opening, boolean json) {

  /// @return whether all went well; nothing where no window runs
  Optional<Boolean> toWindow(String context, List<ForwardSpec> specs) throws InterruptedException {
    Output output = opening.output();
    ForwardListing listing = opening.forwards();
    specs.forEach(spec -> keepNoOther(listing.in(context), spec));
    Optional<Mooring> window = listing.found().window();
    if (window.isEmpty()) {
      return Optional.empty();
    }
    boolean failed = false;
    List<Object> started = new ArrayList<>();
    for (ForwardSpec each : specs) {
      SavedForward saved = new SavedForward(context, each, true);
      Moorings.Answer answer = opening.moorings().ask(window.get(), Moorings.keep(saved, true));
      for (Document entry : answer.entries()) {
        if (json) {
          started.add(ForwardRows.json(Moorings.entry(entry)));
        } else {
          output.line(ForwardRows.sentence(Moorings.entry(entry)));
        }
      }
      answer.problems().forEach(output::problem);
      failed |= !answer.problems().isEmpty();
    }
    if (json) {
      output.json(started);
    } else {
      output.note(Messages.of("the-window-has-it-mooring-forward"));
    }
    return Optional.of(!failed);
  }

  /// A name that is taken by something else is not taken over.
  private static void keepNoOther(List<ForwardEntry> present, ForwardSpec spec) {
    for (ForwardEntry each : present) {
      Target there = each.spec().target();
      if (each.spec().name().equals(spec.name()) && !there.equals(spec.target())) {
        throw new Problem(
                Code.FORWARD_EXISTS,
                Messages.of("cannot-save-the-forward", spec.name()),
                Messages.of(
                    "that-name-is-taken-by-port", there.words(), there.port(), there.namespace()),
                new Remedy.Command(
                    Messages.of("choose-another-name-with-name-or"),
                    "mooring forward rm " + spec.name()))
            .raise();
      }
    }
  }
}
