package dev.mooring.forward.exchange;

import dev.mooring.cluster.Context;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a file says about forwards.
///
/// @param forwards each with a name of its own in its context; without a context or namespace where
/// the file names none
/// @param notes what became of each field of each entry
public record Imported(ExchangeFormat format, List<SavedForward> forwards, List<Note> notes) {

  public Imported {
    forwards = List.copyOf(forwards);
    notes = List.copyOf(notes);
  }

  /// The same with contexts and namespaces where the file names none.
  ///
  /// @param context for those without one
  /// @param contexts of the kubeconfig: each has its own namespace
  public Imported at(String context, List<Context> contexts) {
    return with(
        each -> {
          String where = each.context().isEmpty() ? context : each.context();
          ForwardSpec spec = each.spec();
          return new SavedForward(
              where,
              spec.target().namespace().isEmpty()
                  ? spec.withTarget(spec.target().in(namespace(contexts, where)))
                  : spec,
              each.running());
        });
  }

  private static String namespace(List<Context> contexts, String name) {
    return contexts.stream()
        .filter(each -> each.name().equals(name) && !each.namespace().isEmpty())
        .map(Context::namespace)
        .findFirst()
        .orElse("default");
  }

  /// The same, all in one group.
  public Imported inGroup(String group) {
    return with(
        each -> new SavedForward(each.context(), each.spec().withGroup(group), each.running()));
  }

  /// The same, none to be started with Mooring: what runs is for the user to say, not for a file.
  public Imported atRest() {
    return with(each -> new SavedForward(each.context(), each.spec(), false));
  }

  /// Those that can stand beside the kept ones: a name that is taken gets a number, and what is
  /// there already is left out.
  public Imported beside(List<SavedForward> kept) {
    FreeNames names = new FreeNames();
    kept.forEach(each -> names.free(each.context(), each.spec().name()));
    List<SavedForward> next = new ArrayList<>();
    List<Note> more = new ArrayList<>(notes);
    for (SavedForward each : forwards) {
      ForwardSpec spec = each.spec();
      if (kept.stream()
          .anyMatch(k -> k.context().equals(each.context()) && k.spec().equals(spec))) {
        more.add(
            new Note(
                spec.name(), "", Note.Kind.LEFT_OUT, Messages.of("it-is-in-the-list-already")));
        continue;
      }
      String free = names.free(each.context(), spec.name());
      if (!free.equals(spec.name())) {
        more.add(
            new Note(
                spec.name(),
                "name",
                Note.Kind.CHANGED,
                Messages.of("now-as-the-name-is-taken", free)));
      }
      next.add(new SavedForward(each.context(), spec.withName(free), each.running()));
    }
    return new Imported(format, next, more);
  }

  private Imported with(UnaryOperator<SavedForward> change) {
    return new Imported(format, forwards.stream().map(change).toList(), notes);
  }
}
