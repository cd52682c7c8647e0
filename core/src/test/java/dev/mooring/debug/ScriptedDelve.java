package dev.mooring.debug;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/// A function stands where Delve would answer.
public final class ScriptedDelve implements Dialer, AutoCloseable {
  public static final String RUNNING = "{\"State\": {\"Running\": true}}";

  private final ServerSocket server;
  private final BiFunction<String, Document, String> answers;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();

  /// @param answers from a method's name and its argument to the result, or to "error: " and why
  public ScriptedDelve(BiFunction<String, Document, String> answers) throws IOException {
    this.answers = answers;
    server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  @Override
  public ByteStream dial() {
    try {
      Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
      return new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket next = server.accept();
        accepted.add(next);
        Thread.ofVirtual().start(() -> serve(next));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Document request = Documents.json(line.getBytes(StandardCharsets.UTF_8), "the test");
        String method = request.at("method").textOrEmpty().replace("RPCServer.", "");
        String answer = answers.apply(method, request.at("params").items().getFirst());
        boolean failed = answer.startsWith("error: ");
        String error = failed ? Documents.json(Document.of(Map.of("e", answer.substring(7)))) : "";
        String reply =
            "{\"id\": %s, \"result\": %s, \"error\": %s}\n"
                .formatted(
                    request.at("id").textOrEmpty(),
                    failed ? "null" : answer,
                    failed ? error.substring(error.indexOf(':') + 1, error.length() - 1) : "null");
        socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : accepted) {
      each.close();
    }
  }
}
