// What the microphone gave, kept until it is surely with the server: sound by its sample number, and what was pressed in
// between at its place in the sound. A lost connection loses nothing that fits in here.

/** @typedef {{first: number, pcm: Int16Array}} Piece */

export class Kept {
  /**
   * @param {number} limit samples kept in all
   * @param {number} back samples kept even after they were sent
   */
  constructor(limit, back) {
    this.limit = limit;
    this.back = back;
    /** @type {Piece[]} */
    this.pieces = [];
    /** @type {{at: number, message: object}[]} */
    this.notes = [];
    this.next = 0;
    this.sent = 0;
    this.dropped = 0;
  }

  /** Sound follows on what is there. @param {Int16Array} pcm */
  push(pcm) {
    this.pieces.push({ first: this.next, pcm });
    this.next += pcm.length;
    this.trim();
  }

  /** Something pressed or reported, at this moment of the sound. @param {object} message */
  note(message) {
    this.notes.push({ at: this.next, message });
  }

  /** The server wants `sample` next. Sound that is still here is sent again from there. @param {number} sample */
  from(sample) {
    if (sample > this.next) {
      this.pieces = [];
      this.next = sample;
    }
    this.sent = sample;
  }

  /**
   * The next thing to send, in order, or null.
   * @returns {{piece: Piece} | {message: object} | null}
   */
  shift() {
    const note = this.notes[0];
    const piece = this.pieces.find((p) => p.first + p.pcm.length > this.sent);
    if (note && (!piece || note.at <= piece.first)) {
      this.notes.shift();
      return { message: note.message };
    }
    if (!piece) return null;
    const skip = Math.max(0, this.sent - piece.first);
    this.sent = piece.first + piece.pcm.length;
    this.trim();
    return { piece: skip ? { first: piece.first + skip, pcm: piece.pcm.slice(skip) } : piece };
  }

  /** Milliseconds of sound that wait to be sent. */
  get waitingMs() {
    return Math.max(0, this.next - Math.max(this.sent, this.pieces[0]?.first ?? this.next)) / 16;
  }

  trim() {
    let first = this.pieces[0];
    while (first) {
      const end = first.first + first.pcm.length;
      const old = end <= this.sent && end <= this.next - this.back;
      const over = this.next - first.first > this.limit;
      if (!old && !over) break;
      if (end > this.sent) this.dropped += end - Math.max(first.first, this.sent);
      this.pieces.shift();
      first = this.pieces[0];
    }
  }
}
