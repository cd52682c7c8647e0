package dev.mooring.cluster;

import dev.mooring.document.Document;
import java.util.Map;

/// One Kubernetes object as the API server sent it, or as Mooring wants it. Immutable.
///
/// What an object does not say is empty, never null.
public record KubeObject(Document document) {

  public String apiVersion() {
    return document.at("apiVersion").textOrEmpty();
  }

  public String kind() {
    return document.at("kind").textOrEmpty();
  }

  /// Empty for objects of the cluster itself.
  public String namespace() {
    return document.at("metadata", "namespace").textOrEmpty();
  }

  public String name() {
    return document.at("metadata", "name").textOrEmpty();
  }

  public String uid() {
    return document.at("metadata", "uid").textOrEmpty();
  }

  public String resourceVersion() {
    return document.at("metadata", "resourceVersion").textOrEmpty();
  }

  public Map<String, String> labels() {
    return document.at("metadata", "labels").strings();
  }

  public Map<String, String> annotations() {
    return document.at("metadata", "annotations").strings();
  }

  public boolean deleting() {
    return !document.at("metadata", "deletionTimestamp").isNothing();
  }

  /// One of the conditions of its status; nothing when it has none of this type.
  public Document condition(String type) {
    return at("status", "conditions").stream()
        .filter(each -> each.at("type").textOrEmpty().equals(type))
        .findFirst()
        .orElse(Document.nothing());
  }

  /// Whether its condition `Ready` says so. A pod that is being deleted may still be.
  public boolean ready() {
    return condition("Ready").at("status").textOrEmpty().equals("True");
  }

  public Document at(String... path) {
    return document.at(path);
  }

  /// How people name it: "Deployment kube-registry/kube-registry".
  public String words() {
    return kind() + " " + (namespace().isEmpty() ? name() : namespace() + "/" + name());
  }
}
