package dev.mooring.cluster;

import dev.mooring.document.Document;
import java.util.Map;

/// One Kubernetes object as the API server sent it, or as Mooring wants it. Immutable.
///
/// What an object does not say is empty, never null.
///
/// It is a view of the document and checks nothing: what a field holds was written by whoever
/// may write the object, so names and annotations are outside text until they are shown or
/// used as such.
public record KubeObject(Document document) {

  /// Group and version as in a manifest: "apps/v1", or "v1" for the core group.
  public String apiVersion() {
    return document.at("apiVersion").textOrEmpty();
  }

  /// "Deployment". Items of a list do not say it; those that come from [Cluster] do.
  public String kind() {
    return document.at("kind").textOrEmpty();
  }

  /// Empty for objects of the cluster itself.
  public String namespace() {
    return document.at("metadata", "namespace").textOrEmpty();
  }

  /// `metadata.name`; empty for one that the API server is still to name.
  public String name() {
    return document.at("metadata", "name").textOrEmpty();
  }

  /// What tells it from a later object of the same name; empty before it was created.
  public String uid() {
    return document.at("metadata", "uid").textOrEmpty();
  }

  /// Changes with each write. To be compared for equality only (Kubernetes API concepts).
  public String resourceVersion() {
    return document.at("metadata", "resourceVersion").textOrEmpty();
  }

  /// `metadata.labels`, immutable. Values that are no texts are left out.
  public Map<String, String> labels() {
    return document.at("metadata", "labels").strings();
  }

  /// `metadata.annotations`, immutable. Values that are no texts are left out.
  public Map<String, String> annotations() {
    return document.at("metadata", "annotations").strings();
  }

  /// Whether its deletion was asked for. It stays until its finalizers are gone, a pod until
  /// its grace period is over.
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

  /// What stands at a path of names; nothing where one of them is missing.
  public Document at(String... path) {
    return document.at(path);
  }

  /// How people name it: "Deployment kube-registry/kube-registry".
  public String words() {
    return kind() + " " + (namespace().isEmpty() ? name() : namespace() + "/" + name());
  }
}
