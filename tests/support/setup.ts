import { WebSocket } from "ws";
import { failOnConsole } from "./console";

// supabase-js throws without a WebSocket, and Node has one only from version 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket;

failOnConsole();
