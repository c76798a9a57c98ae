// Between the tabs of this browser that show the same lab to the same person.

export class Channel {
  constructor(person, lab) {
    this.heard = {};
    this.channel = new BroadcastChannel(`perfgym:${person}:${lab}`);
    this.channel.addEventListener("message", ({ data }) => this.heard[data.kind]?.(data));
  }

  hear(kind, action) {
    this.heard[kind] = action;
  }

  tell(kind, data) {
    this.channel.postMessage({ ...data, kind });
  }
}
