package dev.mooring.desktop.debug;

import dev.mooring.desktop.action.Action;
import dev.mooring.forward.Target;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kordamp.ikonli.feather.Feather;

/// What the palette finds by a workload's name: to go to it, and to debug it.
///
/// @param show goes to it
/// @param debug attaches to it
/// @param open whether nothing is known that stands in the way of that
record WorkloadNames(Consumer<Workload> show, Consumer<Target> debug, Predicate<Workload> open) {

  List<Action> of(List<Workload> workloads) {
    return Stream.concat(
            workloads.stream().map(this::goTo), workloads.stream().filter(open).map(this::debug))
        .toList();
  }

  private Action goTo(Workload workload) {
    return Action.of(
        "debug.workload." + id(workload),
        workload.namespace() + "/" + workload.name(),
        Feather.BOX,
        () -> show.accept(workload));
  }

  private Action debug(Workload workload) {
    return Action.of(
            "debug.attach." + id(workload),
            Messages.of("debug-workload", workload.reference()),
            Feather.CROSSHAIR,
            () -> {
              show.accept(workload);
              debug.accept(workload.target());
            })
        .withCommand("mooring debug");
  }

  private static String id(Workload workload) {
    return workload.namespace() + "." + workload.reference();
  }
}
