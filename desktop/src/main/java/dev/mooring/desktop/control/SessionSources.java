package dev.mooring.desktop.control;

import dev.mooring.debug.DebugSession;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.source.Checkout;
import dev.mooring.debug.source.SourceMapping;
import dev.mooring.document.Document;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an editor that another process opens has to know of a session's sources.
///
/// @param title what editors call the session; empty where none can be opened
/// @param module what the program calls itself
/// @param directory of its sources; empty where it isn't known
/// @param built the same in the program
public record SessionSources(String title, String module, String directory, List<String> built) {

  static SessionSources of(DebugSession session) {
    return new SessionSources(
        session.endpoint().map(Endpoint::title).orElse(""),
        session.sources().module(),
        session.sources().directory().map(Path::toString).orElse(""),
        session.sources().mapping().rules().stream().map(SourceMapping.Rule::built).toList());
  }

  /// The session for an editor.
  ///
  /// @param here where else the module's sources may be: in or above this directory
  public Endpoint endpoint(int port, Path here) {
    Endpoint bare =
        new Endpoint(
            title,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            Optional.empty(),
            new SourceMapping(
                built.stream().map(each -> new SourceMapping.Rule("", each)).toList()));
    return Checkout.of(module, here).or(this::known).map(bare::at).orElse(bare);
  }

  private Optional<Path> known() {
    try {
      return directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  Document write() {
    return Document.of(
        Map.of("title", title, "module", module, "directory", directory, "built", built));
  }

  static SessionSources read(Document entry) {
    return new SessionSources(
        entry.at("title").textOrEmpty(),
        entry.at("module").textOrEmpty(),
        entry.at("directory").textOrEmpty(),
        entry.at("built").texts());
  }
}
