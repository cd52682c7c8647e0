package dev.mooring.desktop.terminal;

import dev.mooring.debug.editor.Editor;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An editor by the name that a command takes.
final class EditorNames implements ITypeConverter<Editor>, Iterable<String> {

  @Override
  public Editor convert(String name) {
    return Editor.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    Messages.of("no-such-editor", name, String.join(", ", this))));
  }

  @Override
  public Iterator<String> iterator() {
    return Editor.all().stream().map(Editor::id).iterator();
  }
}
