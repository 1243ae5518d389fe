package dev.hopwise.traceql;

import dev.hopwise.model.SpanTree;
import dev.hopwise.traceql.Stage.Mode;
import dev.hopwise.traceql.Stage.Relation;
import java.util.BitSet;

/// Structural operators, each in one pass over the trace.
final class Relations {

  private final SpanTree tree;

  Relations(SpanTree tree) {
    this.tree = tree;
  }

  BitSet select(Relation relation, Mode mode, BitSet left, BitSet right) {
    BitSet related = related(relation, left);
    BitSet result = new BitSet(tree.size());
    result.or(right);
    if (mode == Mode.RIGHT_UNRELATED) {
      result.andNot(related);
      return result;
    }
    result.and(related);
    if (mode == Mode.BOTH) {
      BitSet lefts = related(relation.inverse(), right);
      lefts.and(left);
      result.or(lefts);
    }
    return result;
  }

  /// The spans that are the relation of any of these.
  private BitSet related(Relation relation, BitSet of) {
    return switch (relation) {
      case CHILD -> children(of);
      case PARENT -> parents(of);
      case DESCENDANT -> descendants(of);
      case ANCESTOR -> ancestors(of);
      case SIBLING -> siblings(of);
    };
  }

  private BitSet children(BitSet of) {
    BitSet result = new BitSet(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      result.set(i, tree.parent(i) != SpanTree.NONE && of.get(tree.parent(i)));
    }
    return result;
  }

  private BitSet parents(BitSet of) {
    BitSet result = new BitSet(tree.size());
    of.stream().map(tree::parent).filter(p -> p != SpanTree.NONE).forEach(result::set);
    return result;
  }

  private BitSet descendants(BitSet of) {
    BitSet result = new BitSet(tree.size());
    for (int i = of.nextSetBit(0); i >= 0; i = of.nextSetBit(tree.end(i))) {
      result.set(i + 1, tree.end(i));
    }
    return result;
  }

  private BitSet ancestors(BitSet of) {
    BitSet result = new BitSet(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      int next = of.nextSetBit(i + 1);
      result.set(i, next >= 0 && next < tree.end(i));
    }
    return result;
  }

  /// Spans at the top have no siblings.
  private BitSet siblings(BitSet of) {
    int[] children = new int[tree.size()];
    of.stream().map(tree::parent).filter(p -> p != SpanTree.NONE).forEach(p -> children[p]++);
    BitSet result = new BitSet(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      int parent = tree.parent(i);
      int others = parent == SpanTree.NONE ? 0 : children[parent] - (of.get(i) ? 1 : 0);
      result.set(i, others > 0);
    }
    return result;
  }
}
