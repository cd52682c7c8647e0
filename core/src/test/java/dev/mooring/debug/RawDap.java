package dev.mooring.debug;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// An editor that speaks the Debug Adapter Protocol and leaves without a word.
final class RawDap implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream input;
  private int number;

  RawDap(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(10_000);
    input = new DataInputStream(socket.getInputStream());
  }

  /// The program stands from here on.
  void attach(String local, String built) throws IOException {
    send("initialize", Map.of("adapterID", "go", "pathFormat", "path", "linesStartAt1", true));
    await("response", "initialize");
    send(
        "attach",
        Map.of("mode", "remote", "substitutePath", List.of(Map.of("from", local, "to", built))));
    await("event", "initialized");
  }

  void setBreakpoints(String path, int line) throws IOException {
    send(
        "setBreakpoints",
        Map.of("source", Map.of("path", path), "breakpoints", List.of(Map.of("line", line))));
    await("response", "setBreakpoints");
  }

  void begin() throws IOException {
    send("configurationDone", Map.of());
    await("response", "configurationDone");
  }

  private void send(String command, Map<String, ?> arguments) throws IOException {
    number++;
    byte[] body =
        Documents.json(
                Document.of(
                    Map.of(
                        "seq", number,
                        "type", "request",
                        "command", command,
                        "arguments", arguments)))
            .getBytes(StandardCharsets.UTF_8);
    socket
        .getOutputStream()
        .write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
  }

  private void await(String type, String name) throws IOException {
    String field = type.equals("event") ? "event" : "command";
    Document message;
    do {
      message = next();
    } while (!message.at("type").textOrEmpty().equals(type)
        || !message.at(field).textOrEmpty().equals(name));
  }

  private Document next() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) input.readUnsignedByte());
    }
    byte[] body = new byte[Integer.parseInt(head.toString().replaceAll("\\D", ""))];
    input.readFully(body);
    return Documents.json(body, "the test");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
