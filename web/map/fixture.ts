import '../look/tokens.css'
import '../look/base.css'
import { mount } from 'svelte'
import '../look/fonts.ts'
import Fixture from './Fixture.svelte'

const target = document.getElementById('app')
if (target) mount(Fixture, { target })
