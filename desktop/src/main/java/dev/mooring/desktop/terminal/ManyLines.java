package dev.mooring.desktop.terminal;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.Map;

/// A long list, printed as it comes and in blocks: lines for people, or one JSON array with a line
/// for each of its objects.
final class ManyLines implements AutoCloseable {
  private static final int BLOCK = 8 << 10;

  private final Output output;
  private final boolean json;
  private final StringBuilder block = new StringBuilder();
  private boolean first = true;
  private boolean read = true;

  ManyLines(Output output, boolean json) {
    this.output = output;
    this.json = json;
  }

  /// @return whether anybody still reads
  boolean add(String line) {
    block.append(Output.printable(line)).append(System.lineSeparator());
    return passed();
  }

  boolean add(Map<String, Object> object) {
    block.append(first ? "[" : ",").append(System.lineSeparator());
    block.append(Documents.json(Document.of(object)));
    first = false;
    return passed();
  }

  private boolean passed() {
    if (block.length() >= BLOCK) {
      pass();
    }
    return read;
  }

  private void pass() {
    output.block(block.toString());
    block.setLength(0);
    read = read && !output.unread();
  }

  @Override
  public void close() {
    if (json) {
      block.append(first ? "[]" : System.lineSeparator() + "]").append(System.lineSeparator());
    }
    pass();
  }
}
