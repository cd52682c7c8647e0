package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.Map;

/// What every object says of itself.
public final class Meta {
  private Meta() {}

  public static String name(Document object) {
    return object.at("metadata", "name").textOrEmpty();
  }

  public static String namespace(Document object) {
    return object.at("metadata", "namespace").textOrEmpty();
  }

  public static String uid(Document object) {
    return object.at("metadata", "uid").textOrEmpty();
  }

  public static Map<String, String> labels(Document object) {
    return object.at("metadata", "labels").strings();
  }

  public static boolean isDeleting(Document object) {
    return !object.at("metadata", "deletionTimestamp").isNothing();
  }
}
