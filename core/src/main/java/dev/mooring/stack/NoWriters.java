package dev.mooring.stack;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Writer;
import java.util.List;

/// A registry that knows nobody takes pushes from everybody.
record NoWriters() implements WriterStore {

  @Override
  public List<Writer> list() {
    return List.of();
  }

  @Override
  public void put(Writer writer) {
    throw new Problem(
            Code.WRITER_NOT_ALLOWED,
            Messages.of("cannot-make-a-writer", writer.namespace(), writer.name()),
            Messages.of("a-plain-registry-knows-nobody"),
            new Remedy.Command(
                Messages.of("install-it-with-identities"), "mooring install --protection tokens"))
        .raise();
  }

  @Override
  public boolean remove(String namespace, String name) {
    return false;
  }
}
