package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.mesh.ConnectionState;

/// The connection to the registry, in words.
public final class Connections {
  private Connections() {}

  /// "localhost:5000", as images are named.
  public static String address(ConnectionState.Connected connected) {
    return Words.localhost(connected.listening());
  }

  public static Tone tone(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Disconnected d -> Tone.MUTED;
      case ConnectionState.Connecting c -> Tone.ACCENT;
      case ConnectionState.Connected c -> Tone.SUCCESS;
      case ConnectionState.Degraded d -> Tone.WARNING;
      case ConnectionState.Failed f -> Tone.DANGER;
    };
  }

  public static String words(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Disconnected d -> Messages.of("not-connected");
      case ConnectionState.Connecting c -> c.step();
      case ConnectionState.Connected c ->
          switch (c.as().by()) {
            case CERTIFICATE -> Messages.of("connected-can-push-as", account(c.principal()));
            case TOKEN -> Messages.of("connected-by-token", c.principal());
            case NOTHING, PLAIN -> Messages.of("connected", c.route());
          };
      case ConnectionState.Degraded d -> Messages.of("reconnecting", d.problem().why());
      case ConnectionState.Failed f -> Messages.of("not-connected-2", f.problem().what());
    };
  }

  /// The same for a cache, to which nobody pushes.
  static String wordsOfCache(ConnectionState state) {
    return state instanceof ConnectionState.Connected
        ? Messages.of("connected-to-a-cache")
        : words(state);
  }

  /// The last part of a principal: the account.
  private static String account(String principal) {
    return principal.substring(principal.lastIndexOf('/') + 1);
  }
}
