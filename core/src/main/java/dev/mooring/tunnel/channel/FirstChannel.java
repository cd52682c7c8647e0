package dev.mooring.tunnel.channel;

import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.websocket.WebSocketWire;
import java.io.IOException;

/// What is written goes to channel 0 of a WebSocket: every batch becomes one message, far below
/// what servers take (32 MiB).
record FirstChannel(WebSocketWire webSocket) implements Wire {
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return webSocket.read(target, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    buffer[offset - 1] = 0;
    webSocket.write(buffer, offset - 1, length + 1);
  }

  @Override
  public void writeOwed() throws IOException {
    webSocket.writeOwed();
  }

  @Override
  public void onOwed(Runnable wake) {
    webSocket.onOwed(wake);
  }

  @Override
  public void writeEnd() throws IOException {
    webSocket.writeEnd();
  }

  @Override
  public void abort() {
    webSocket.abort();
  }
}
