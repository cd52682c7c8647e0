package dev.mooring.practice.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The first line of a request.
///
/// @param path as sent, without the query
/// @param afterPath the query as sent, its question mark included
/// @param query unescaped; the first value of each name
/// @param persistent whether the connection carries more requests unless it says otherwise
record RequestLine(
    String method, String path, String afterPath, Map<String, String> query, boolean persistent) {

  private static final String ABOUT_THE_SERVER = "OPTIONS * ";
  private static final String TUNNEL = "CONNECT ";

  static RequestLine parse(String text) throws IOException {
    String[] words = text.split(" ", -1);
    if (words.length != 3
        || !words[2].startsWith("HTTP/1.")
        || (!words[1].startsWith("/")
            && !text.startsWith(ABOUT_THE_SERVER)
            && !text.startsWith(TUNNEL))) {
      throw new BadRequest(400);
    }
    int end = (words[1] + "?").indexOf('?');
    String afterPath = words[1].substring(end);
    return new RequestLine(
        words[0],
        words[1].substring(0, end),
        afterPath,
        afterPath.isEmpty() ? Map.of() : query(afterPath.substring(1)),
        words[2].equals("HTTP/1.1"));
  }

  /// `OPTIONS *` asks for nothing but an answer.
  boolean isAboutTheServer() {
    return path.equals("*");
  }

  private static Map<String, String> query(String text) throws IOException {
    Map<String, String> query = new HashMap<>();
    try {
      for (String pair : text.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.putIfAbsent(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
      return query;
    } catch (IllegalArgumentException e) {
      throw new BadRequest(400);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
