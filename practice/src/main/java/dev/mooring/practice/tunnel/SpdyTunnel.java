package dev.mooring.practice.tunnel;

import dev.mooring.practice.http.Gate;
import dev.mooring.practice.node.PodNetwork;
import dev.mooring.tunnel.spdy.Spdy;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The server's side of one port-forward tunnel (SPDY/3.1 as spdystream and containerd speak it).
/// It has no windows: back-pressure is that of the connection below.
public final class SpdyTunnel implements AutoCloseable {
  private static final int MAX_STREAMS = 1000;

  private final DataInputStream in;
  private final OutputStream out;
  private final String pod;
  private final PodNetwork network;
  private final Gate gate;
  private final Spdy spdy = new Spdy();
  private final Map<Integer, PodStream> data = new ConcurrentHashMap<>();

  /// Error streams by request id, until their data stream comes.
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("tunnel-", 0).factory());

  public SpdyTunnel(InputStream in, OutputStream out, String pod, PodNetwork network, Gate gate) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.pod = pod;
    this.network = network;
    this.gate = gate;
  }

  /// Serves until the connection ends.
  void run() throws IOException, InterruptedException {
    byte[] head = new byte[Spdy.HEAD];
    try {
      while (true) {
        in.readFully(head);
        gate.pass();
        Spdy.Head frame = Spdy.Head.of(head);
        byte[] content = new byte[frame.length()];
        in.readFully(content);
        if (frame.isData()) {
          data(frame, content);
        } else {
          control(frame, content);
        }
      }
    } catch (EOFException e) {
      // The client hung up, as clients do.
    }
  }

  private void data(Spdy.Head frame, byte[] content) {
    PodStream stream = data.get(frame.first());
    if (stream != null) {
      stream.received(content);
      if (frame.isLast()) {
        threads.execute(stream::closeSoon);
      }
    }
  }

  private void control(Spdy.Head frame, byte[] content) throws IOException {
    int first = content.length < 4 ? 0 : ByteBuffer.wrap(content).getInt();
    switch (frame.type()) {
      case Spdy.SYN_STREAM -> open(first, frame.isLast(), spdy.headers(content));
      case Spdy.RST_STREAM -> {
        PodStream stream = data.remove(first);
        if (stream != null) {
          stream.close();
        }
      }
      case Spdy.PING -> {
        if ((first & 1) == 1) {
          send(Spdy.ping(first));
        }
      }
      default -> {}
    }
  }

  private void open(int id, boolean last, Map<String, String> headers) throws IOException {
    String request = headers.getOrDefault("requestid", "");
    String port = headers.getOrDefault("port", "");
    if (data.size() >= MAX_STREAMS) {
      send(Spdy.reset(id, Spdy.REFUSED_STREAM));
    } else if (headers.getOrDefault("streamtype", "").equals("error")) {
      errors.put(request, id);
      send(spdy.synReply(id));
    } else if (!port.matches("\\d{1,5}")) {
      send(Spdy.reset(id, Spdy.PROTOCOL_ERROR));
    } else {
      send(spdy.synReply(id));
      Integer error = errors.remove(request);
      connect(id, error == null ? 0 : error, Integer.parseInt(port), last);
    }
  }

  private void connect(int id, int error, int port, boolean last) throws IOException {
    try {
      int loopback =
          network.at(pod, port).orElseThrow(() -> new ConnectException("connection refused"));
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), loopback);
      PodStream stream = new PodStream(this, id, error, socket);
      data.put(id, stream);
      threads.execute(
          () -> {
            stream.run();
            data.remove(id, stream);
          });
      if (last) {
        threads.execute(stream::closeSoon);
      }
    } catch (ConnectException e) {
      refuse(id, error, port);
    }
  }

  /// The words of containerd 2.2 for a port where nothing listens.
  private void refuse(int id, int error, int port) throws IOException {
    String text =
        ("error forwarding port %1$d to pod %2$s, uid : failed to execute portforward in network"
                + " namespace \"/var/run/netns/cni-%3$s\": failed to connect to localhost:%1$d"
                + " inside namespace \"%2$s\", IPv4: dial tcp4 127.0.0.1:%1$d: connect: connection"
                + " refused IPv6 dial tcp6: address localhost: no suitable address found ")
            .formatted(port, pod.replace("-", ""), pod);
    if (error != 0) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      data(error, 0, bytes, bytes.length);
      send(Spdy.reset(error, Spdy.CANCEL));
    }
    send(Spdy.reset(id, Spdy.CANCEL));
  }

  /// Ends every stream cleanly, as the runtime does when the pod goes: each sends its own FIN.
  void endStreams() {
    data.values().forEach(PodStream::close);
  }

  private synchronized void send(byte[] frame) throws IOException {
    out.write(frame);
    out.flush();
  }

  void data(int id, int flags, byte[] bytes, int length) throws IOException {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    synchronized (this) {
      out.write(Spdy.dataHead(id, flags, length));
      out.write(bytes, 0, length);
      out.flush();
    }
  }

  @Override
  public void close() {
    endStreams();
    threads.shutdownNow();
    threads.close();
    spdy.close();
  }
}
