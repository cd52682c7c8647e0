package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "ls")
final class ForwardListCommand extends RunningQuery {
  ForwardListCommand(Opening opening) {
    super(opening);
  }

  @Override
  public Integer call() throws InterruptedException {
    ForwardListing listing = opening().forwards();
    List<ForwardEntry> entries = listing.in(context);
    if (json()) {
      output().json(entries.stream().map(ForwardRows::json).toList());
    } else if (entries.isEmpty()) {
      output().line(Messages.of("no-forwards-make-one-mooring-forward"));
    } else {
      show(ForwardRows.table(entries));
    }
    listing.found().silent().forEach(output()::problem);
    return listing.found().silent().isEmpty() ? 0 : 1;
  }
}
